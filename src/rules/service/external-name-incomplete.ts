import { parseIp } from '../../model/cidr.ts'
import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const clusterDomain = 'cluster.local'

export default defineRule<Service>({
  id: 'service/external-name-incomplete',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['service', 'dns'],
  what: 'The external name is not a complete name in DNS.',
  why: 'The name is answered as a CNAME record, and what a CNAME points to is looked up as it stands: no search list is applied, so `db` or `db.prod.svc` is a name that nobody has.',
  todo: 'Write the whole name, such as db.prod.svc.cluster.local or db.example.com.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec:
  type: ExternalName
  externalName: db.prod.svc
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec:
  type: ExternalName
  externalName: db.prod.svc.cluster.local
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/service/#externalname']
  },

  check({ manifest, workspace, report }) {
    const { type, externalName } = manifest.object.spec ?? {}
    if (type !== 'ExternalName' || externalName === undefined || parseIp(externalName)) return
    const complete = completeName(workspace, manifest, externalName.replace(/\.$/, ''))
    if (complete === undefined) return
    report({
      at: ['spec', 'externalName'],
      part: 'value',
      message: `${externalName} is looked up as it stands and is not complete.`,
      fixes:
        complete === ''
          ? []
          : [
              {
                title: `Use ${complete}`,
                safe: false,
                preferred: true,
                change: edit => edit.set(['spec', 'externalName'], complete)
              }
            ]
    })
  }
})

/** What the name should be, an empty text when that can't be told, undefined when it may be complete. */
function completeName(
  workspace: WorkspaceView,
  manifest: Manifest<Service>,
  name: string
): string | undefined {
  const labels = name.split('.')
  const [service, namespace, svc] = labels
  if (labels.length === 1)
    // A single label may be the name of a host in somebody's own root; that of a Service here is not.
    return isHere(workspace, manifest, name, manifest.namespace)
      ? manifest.namespace === undefined
        ? ''
        : `${name}.${manifest.namespace}.svc.${clusterDomain}`
      : undefined
  if (labels.length === 3 && svc === 'svc') return `${name}.${clusterDomain}`
  if (labels.length === 2 && isHere(workspace, manifest, service, namespace))
    return `${name}.svc.${clusterDomain}`
  return undefined
}

function isHere(
  workspace: WorkspaceView,
  manifest: Manifest,
  name: string | undefined,
  namespace: string | undefined
): boolean {
  return workspace
    .all('v1/Service')
    .some(
      service =>
        service.object !== manifest.object &&
        service.name === name &&
        service.namespace === namespace
    )
}
