import { slipOf } from '../shared/slip-of.ts'
import { defineRule } from '../define-rule.ts'
import type { FixPlan } from '../report.ts'
import {
  allGateways,
  gatewayParentsOf,
  gatewaysFor,
  routeKeys,
  type Route
} from '../shared/routes.ts'

export default defineRule<Route>({
  id: 'httproute/parent-missing',
  appliesTo: routeKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['gateway-api', 'reference'],
  what: 'The route names a Gateway that is not here, while the one that is meant is.',
  why: 'A route without its Gateway is attached to nothing, so no request reaches it. A parent without a namespace is looked for in the namespace of the route.',
  todo: 'Write name and namespace of the Gateway as they are.',
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
  parentRefs: [{ name: pubic }]
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
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`,
    see: ['https://gateway-api.sigs.k8s.io/concepts/api-overview/#attaching-routes-to-gateways']
  },

  check({ manifest, workspace, report }) {
    const gateways = allGateways(workspace)
    for (const { parent, at } of gatewayParentsOf(manifest.object)) {
      if (gatewaysFor(workspace, manifest, parent).length > 0) continue
      const elsewhere = gateways.find(gateway => gateway.name === parent.name)
      const near = slipOf(
        parent.name,
        gateways.map(gateway => gateway.name ?? '')
      )
      const gateway = elsewhere ?? gateways.find(other => other.name === near)
      // Without any Gateway that comes near, it is simply kept somewhere else.
      if (!gateway) continue
      const namespace = gateway.namespace
      report({
        at: [...at, 'name'],
        part: 'value',
        message: elsewhere
          ? `Gateway ${parent.name} is in namespace ${String(namespace)}, and the route looks for it in ${String(parent.namespace ?? manifest.namespace)}.`
          : `There is no Gateway ${parent.name} here, but there is ${String(gateway.name)}.`,
        related: [{ manifest: gateway, at: ['metadata', 'name'], message: 'The Gateway is here.' }],
        fixes: [fixFor(at, elsewhere ? { namespace } : { name: gateway.name })]
      })
    }
  }
})

function fixFor(
  at: readonly (string | number)[],
  meant: { readonly name?: string | undefined; readonly namespace?: string | undefined }
): FixPlan {
  const key = meant.name === undefined ? 'namespace' : 'name'
  const value = meant.name ?? meant.namespace
  return {
    title: `Set ${key} to \`${String(value)}\``,
    safe: false,
    preferred: true,
    change: edit => edit.set([...at, key], value)
  }
}
