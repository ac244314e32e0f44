import type { Endpoints } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { mayShareNamespace, type Manifest } from '../manifest.ts'
import { servicesBeside } from '../shared/service-port.ts'
import { slipOf } from '../shared/slip-of.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export default defineRule<Endpoints>({
  id: 'endpoints/service-missing',
  appliesTo: ['v1/Endpoints'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['endpoints', 'service', 'reference'],
  what: 'No Service has the name of the Endpoints, while one without a selector waits for some.',
  why: 'Endpoints belong to the Service of the same name in the same namespace. Under another name nothing reads them, and the Service has no endpoint.',
  todo: 'Give the Endpoints the name of the Service.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: legacy-db, namespace: shop }
spec:
  ports: [{ port: 5432 }]
---
apiVersion: v1
kind: Endpoints
metadata: { name: legacydb, namespace: shop }
subsets:
  - addresses: [{ ip: 192.0.2.10 }]
    ports: [{ port: 5432 }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: legacy-db, namespace: shop }
spec:
  ports: [{ port: 5432 }]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: legacy-db-1, namespace: shop, labels: { kubernetes.io/service-name: legacy-db } }
addressType: IPv4
ports: [{ port: 5432 }]
endpoints: [{ addresses: [192.0.2.10] }]
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors'
    ]
  },

  check({ manifest, workspace, report }) {
    const { name } = manifest
    if (name === undefined || manifest.partial) return
    const services = servicesBeside(workspace, manifest)
    if (services.some(service => service.name === name)) return
    const names = services
      .filter(({ object: { spec } }) => !spec?.selector && spec?.type !== 'ExternalName')
      .flatMap(service => service.name ?? [])
    const meant = slipOf(name, names) ?? onlyWithout(workspace, manifest, names)
    if (meant === undefined) return
    report({
      at: ['metadata', 'name'],
      part: 'value',
      message: `There is no Service ${name} here, but there is ${meant} without a selector.`,
      fixes: [
        {
          title: `Rename to ${meant}`,
          safe: false,
          preferred: true,
          change: edit => edit.set(['metadata', 'name'], meant)
        }
      ]
    })
  }
})

/** The only Service here that waits for endpoints, where these are the only ones that wait for a Service. */
function onlyWithout(
  workspace: WorkspaceView,
  manifest: Manifest<Endpoints>,
  services: readonly string[]
): string | undefined {
  const beside = (key: string): readonly Manifest[] =>
    workspace.all(key).filter(one => one !== manifest && mayShareNamespace(one, manifest))
  // Without addresses it is a lock or a leader's mark, which is nobody's endpoint.
  if ((manifest.object.subsets ?? []).length === 0) return undefined
  const slices = beside('discovery.k8s.io/v1/EndpointSlice')
  const [one, another] = services
  if (one === undefined || another !== undefined || slices.length > 0) return undefined
  return beside('v1/Endpoints').length === 0 ? one : undefined
}
