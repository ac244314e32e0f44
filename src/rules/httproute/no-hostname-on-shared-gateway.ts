import type { HTTPRoute } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { gatewayParentsOf, gatewaysFor, httpRouteKeys, listenersFor } from '../shared/routes.ts'

export default defineRule<HTTPRoute>({
  id: 'httproute/no-hostname-on-shared-gateway',
  appliesTo: httpRouteKeys,
  scope: 'workspace',
  severity: 'hint',
  tags: ['gateway-api', 'routing', 'namespace'],
  what: 'A route without hostnames is attached to a Gateway that other namespaces share.',
  why: 'Without hostnames the route matches every host that no other route names, so it also takes requests that were meant for another team.',
  todo: 'Name the hostnames that this route is for.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: example
  listeners:
    - name: http
      port: 80
      protocol: HTTP
      allowedRoutes: { namespaces: { from: All } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: example
  listeners:
    - name: http
      port: 80
      protocol: HTTP
      allowedRoutes: { namespaces: { from: All } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  hostnames: [shop.example.com]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`,
    see: ['https://gateway-api.sigs.k8s.io/guides/user-guides/multiple-ns/']
  },

  check({ manifest, workspace, report }) {
    const { hostnames = [] } = manifest.object.spec ?? {}
    if (manifest.partial || hostnames.length > 0 || manifest.namespace === undefined) return
    for (const { parent, at } of gatewayParentsOf(manifest.object)) {
      const [gateway, another] = gatewaysFor(workspace, manifest, parent)
      if (!gateway || another || gateway.namespace === undefined) continue
      if (gateway.namespace === manifest.namespace) continue
      const open = listenersFor(gateway.object, parent).some(
        ({ hostname, allowedRoutes }) =>
          hostname === undefined && allowedRoutes?.namespaces?.from === 'All'
      )
      if (!open) continue
      report({
        at,
        part: 'value',
        message: `This route takes every host of ${describeManifest(gateway)} that no other route names.`
      })
    }
  }
})
