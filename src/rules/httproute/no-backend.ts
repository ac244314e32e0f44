import type { HTTPRoute } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { httpRouteKeys } from '../shared/routes.ts'

export default defineRule<HTTPRoute>({
  id: 'httproute/no-backend',
  appliesTo: httpRouteKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['gateway-api', 'routing'],
  what: 'The rule has no backend and no filter that answers.',
  why: 'A request that matches the rule has nowhere to go, so the client gets an error of the Gateway with status 500 or 404.',
  todo: 'Name a backend, or redirect by a RequestRedirect filter.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules:
    - matches: [{ path: { type: PathPrefix, value: /shop } }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules:
    - matches: [{ path: { type: PathPrefix, value: /shop } }]
      backendRefs: [{ name: shop, port: 80 }]
`,
    see: ['https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule']
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    for (const [i, rule] of (manifest.object.spec?.rules ?? []).entries()) {
      const { backendRefs = [], filters = [] } = rule
      if (backendRefs.length > 0) continue
      // A redirect answers by itself, and what an extension does is known to its implementation.
      if (filters.some(({ type }) => type === 'RequestRedirect' || type === 'ExtensionRef'))
        continue
      report({
        at: ['spec', 'rules', i],
        part: 'value',
        message: 'Requests of this rule have nowhere to go.',
        // With other filters it may be a part of a route that is shown for its filters.
        severity: filters.length > 0 ? 'hint' : 'warning'
      })
    }
  }
})
