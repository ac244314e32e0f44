import type { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import type { Report } from '../report.ts'
import { folderOf } from '../shared/folder-of.ts'
import { slipOf } from '../shared/slip-of.ts'
import { namedByRoutes, namesOf, traefikKeys, traefikObjects } from '../shared/traefik.ts'
import type { WorkspaceView } from '../workspace-view.ts'
import { setTo } from '../shared/set-to.ts'

const manifests = (name: string): string => `apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata: { name: strip-api, namespace: shop }
spec: { stripPrefix: { prefixes: [/api] } }
---
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: { name: web, namespace: shop }
spec:
  routes:
    - kind: Rule
      match: PathPrefix(\`/api\`)
      middlewares: [{ name: ${name} }]
      services: [{ name: web, port: 80 }]
`

export default defineRule({
  id: 'traefik/middleware-missing',
  appliesTo: traefikKeys('IngressRoute', 'IngressRouteTCP'),
  scope: 'workspace',
  severity: 'warning',
  tags: ['traefik', 'reference'],
  what: 'A route names a middleware that is not here, while the one that is meant is.',
  why: 'Traefik takes the whole route out of service, so requests get 404. A name without a namespace is looked for beside the route.',
  todo: 'Write name and namespace of the middleware as they are.',
  docs: {
    bad: manifests('strip-ap'),
    good: manifests('strip-api'),
    see: [
      'https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/middleware/'
    ]
  },

  check({ manifest, workspace, report }) {
    for (const item of namedByRoutes(manifest, 'middlewares')) {
      const found = faultOf(item, manifest, workspace)
      if (found) report(found)
    }
  }
})

function faultOf(item: Field, manifest: Manifest, workspace: WorkspaceView): Report | undefined {
  const name = item.get('name')
  const namespace = item.get('namespace').text
  // `name@provider` is defined somewhere else.
  if (name.text === undefined || name.text.includes('@')) return undefined
  const kind = manifest.gvk.kind === 'IngressRouteTCP' ? 'MiddlewareTCP' : 'Middleware'
  const beside = traefikObjects(workspace, kind, manifest, namespace)
  if (namesOf(beside).includes(name.text)) return undefined
  const meant = slipOf(name.text, namesOf(beside))
  if (meant !== undefined)
    return {
      at: name.at,
      part: 'value',
      message: `There is no ${kind} ${name.text} here; there is ${meant}.`,
      fixes: setTo(name.at, meant)
    }
  const elsewhere = workspace
    .ofKind('traefik.io', kind)
    .filter(one => one.name === name.text && folderOf(one.uri) === folderOf(manifest.uri))
  const [only, another] = elsewhere
  if (!only?.namespace || another || namespace !== undefined || manifest.namespace === undefined)
    return undefined
  const there = only.namespace
  return {
    at: name.at,
    part: 'value',
    message: `The ${kind} ${name.text} is in ${there}, and the route in ${manifest.namespace}.`,
    related: [{ manifest: only, at: ['metadata', 'namespace'], message: 'It is here.' }],
    fixes: [
      {
        title: `Insert \`namespace: ${there}\``,
        safe: false,
        preferred: true,
        change: edit => edit.insert(item.at, 'namespace', there, 'name')
      }
    ]
  }
}
