import { defineRule } from '../define-rule.ts'
import { routeKeys, type Route } from '../shared/routes.ts'

export default defineRule<Route>({
  id: 'httproute/weights-all-zero',
  appliesTo: routeKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['gateway-api', 'traffic-splitting'],
  what: 'Every backend of the rule has weight 0.',
  why: 'A weight is a share of the sum of all weights. With a sum of zero no backend gets a request, and clients get status 500.',
  todo: 'Give at least one backend a weight above 0.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web }
spec:
  parentRefs: [{ name: public }]
  rules:
    - backendRefs:
        - { name: web-v1, port: 80, weight: 0 }
        - { name: web-v2, port: 80, weight: 0 }
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web }
spec:
  parentRefs: [{ name: public }]
  rules:
    - backendRefs:
        - { name: web-v1, port: 80, weight: 100 }
        - { name: web-v2, port: 80, weight: 0 }
`,
    see: ['https://gateway-api.sigs.k8s.io/reference/spec/#backendref']
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    for (const [i, rule] of (manifest.object.spec?.rules ?? []).entries()) {
      const backends = rule.backendRefs ?? []
      if (backends.length === 0 || !backends.every(({ weight }) => weight === 0)) continue
      report({
        at: ['spec', 'rules', i, 'backendRefs'],
        part: 'key',
        message: 'All weights of this rule are 0, so no backend gets a request.'
      })
    }
  }
})
