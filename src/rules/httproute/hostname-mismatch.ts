import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import {
  gatewayParentsOf,
  gatewaysFor,
  hostnamesIntersect,
  listenersFor,
  routeKeys,
  type Route
} from '../shared/routes.ts'

export default defineRule<Route>({
  id: 'httproute/hostname-mismatch',
  appliesTo: routeKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['gateway-api', 'hostname'],
  what: 'No hostname of the route fits a hostname of the listener.',
  why: 'A listener with a hostname accepts only routes whose hostnames intersect it. This route is not accepted, and its hosts get a 404.',
  todo: 'Let the hostnames of route and listener fit each other.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: example
  listeners:
    - { name: http, port: 80, protocol: HTTP, hostname: "*.shop.example" }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public }]
  hostnames: [shop.example.org]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: example
  listeners:
    - { name: http, port: 80, protocol: HTTP, hostname: "*.shop.example" }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public }]
  hostnames: [www.shop.example]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`,
    see: ['https://gateway-api.sigs.k8s.io/reference/spec/#httproutespec']
  },

  check({ manifest, workspace, report }) {
    const hostnames = manifest.object.spec?.hostnames ?? []
    if (hostnames.length === 0) return
    for (const { parent } of gatewayParentsOf(manifest.object)) {
      const gateways = gatewaysFor(workspace, manifest, parent)
      const [gateway, another] = gateways
      if (!gateway || another || gateway.partial) continue
      const listeners = listenersFor(gateway.object, parent)
      if (listeners.length === 0) continue
      const fits = listeners.some(
        ({ hostname }) =>
          hostname === undefined ||
          hostname === '' ||
          hostnames.some(own => hostnamesIntersect(own, hostname))
      )
      if (fits) continue
      const allowed = listeners.map(({ hostname }) => hostname).join(', ')
      report({
        at: ['spec', 'hostnames'],
        part: 'entry',
        message: `${describeManifest(gateway)} listens for ${allowed}, which ${hostnames.join(', ')} does not fit.`,
        related: [
          { manifest: gateway, at: ['spec', 'listeners'], message: 'The listeners are here.' }
        ]
      })
      return
    }
  }
})
