import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { gatewayParentsOf, gatewaysFor, routeKeys, type Route } from '../shared/routes.ts'

export default defineRule<Route>({
  id: 'route/parent-port-missing',
  appliesTo: routeKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['gateway-api', 'reference', 'ports'],
  what: 'The Gateway has no listener on the port that the route asks for.',
  why: 'With a port in parentRefs the route attaches to the listeners of that port alone. With none there it is not accepted (NoMatchingParent), and no request reaches its backends.',
  todo: 'Write the port of a listener of the Gateway, not that of the Service in front of it.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: example
  listeners: [{ name: http, port: 8000, protocol: HTTP }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, port: 80 }]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: example
  listeners: [{ name: http, port: 8000, protocol: HTTP }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, port: 8000 }]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`,
    see: ['https://gateway-api.sigs.k8s.io/reference/spec/#parentreference']
  },

  check({ manifest, workspace, report }) {
    for (const { parent, at } of gatewayParentsOf(manifest.object)) {
      const { port, sectionName } = parent
      if (port === undefined) continue
      const [gateway, another] = gatewaysFor(workspace, manifest, parent)
      if (!gateway || another || gateway.partial) continue
      const listeners = (gateway.object.spec?.listeners ?? []).filter(
        ({ name }) => sectionName === undefined || name === sectionName
      )
      const ports = [...new Set(listeners.map(listener => listener.port))].filter(isPort)
      // Without listeners they may come from elsewhere; another name is told at sectionName.
      if (ports.length === 0 || ports.includes(port)) continue
      report({
        at: [...at, 'port'],
        part: 'value',
        message: `${describeManifest(gateway)} has no listener on port ${port}; it has ${ports.join(', ')}.`,
        related: [
          { manifest: gateway, at: ['spec', 'listeners'], message: 'The listeners are here.' }
        ],
        fixes: ports.slice(0, 4).map(own => ({
          title: `Use port ${own}`,
          safe: false,
          preferred: ports.length === 1,
          change: edit => edit.set([...at, 'port'], own)
        }))
      })
    }
  }
})

function isPort(port: unknown): port is number {
  return typeof port === 'number'
}
