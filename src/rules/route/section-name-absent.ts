import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { gatewayParentsOf, gatewaysFor, routeKeys, type Route } from '../shared/routes.ts'

export default defineRule<Route>({
  id: 'route/section-name-absent',
  appliesTo: routeKeys,
  scope: 'workspace',
  optIn: true,
  severity: 'hint',
  tags: ['gateway-api', 'reference'],
  what: 'The route attaches to every listener of a Gateway that has several.',
  why: 'Without sectionName a route is served by all listeners that take it, by plain HTTP as well as by HTTPS, and by those that are added later.',
  todo: 'Name the listener in sectionName.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: example
  listeners:
    - { name: http, port: 80, protocol: HTTP }
    - { name: internal, port: 8080, protocol: HTTP }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public }]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: example
  listeners:
    - { name: http, port: 80, protocol: HTTP }
    - { name: internal, port: 8080, protocol: HTTP }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, sectionName: http }]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`,
    see: ['https://gateway-api.sigs.k8s.io/reference/spec/#parentreference']
  },

  check({ manifest, workspace, report }) {
    if (manifest.partial) return
    for (const { parent, at } of gatewayParentsOf(manifest.object)) {
      if (parent.sectionName !== undefined || parent.port !== undefined) continue
      const [gateway, another] = gatewaysFor(workspace, manifest, parent)
      if (!gateway || another) continue
      const listeners = gateway.object.spec?.listeners ?? []
      if (listeners.length < 2) continue
      report({
        at,
        part: 'value',
        message: `${describeManifest(gateway)} has ${listeners.length} listeners, and the route attaches to each that takes it.`,
        fixes: listeners.slice(0, 4).map(({ name }) => ({
          title: `Attach to listener ${name}`,
          safe: false,
          change: edit => edit.set([...at, 'sectionName'], name)
        }))
      })
    }
  }
})
