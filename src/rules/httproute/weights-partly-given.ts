import type { HTTPRoute } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { routeKeys } from '../shared/routes.ts'

export default defineRule<HTTPRoute>({
  id: 'httproute/weights-partly-given',
  appliesTo: routeKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['gateway-api', 'routing', 'weights'],
  what: 'Some backends of the rule have a weight and others do not.',
  why: 'A backend without a weight has weight 1, and weights are shares of their sum. Beside a weight of 90 it gets one request of 91, not ten of 100.',
  todo: 'Give every backend of the rule its weight.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules:
    - backendRefs:
        - { name: shop-v1, port: 80, weight: 90 }
        - { name: shop-v2, port: 80 }
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules:
    - backendRefs:
        - { name: shop-v1, port: 80, weight: 90 }
        - { name: shop-v2, port: 80, weight: 10 }
`,
    see: ['https://gateway-api.sigs.k8s.io/reference/spec/#backendref']
  },

  check({ manifest, report }) {
    for (const [i, { backendRefs = [] }] of (manifest.object.spec?.rules ?? []).entries()) {
      const given = backendRefs.flatMap(({ weight }) => weight ?? [])
      const sum = given.reduce((all, one) => all + one, 0)
      // Small numbers may be shares in which 1 is meant.
      if (given.length === backendRefs.length || sum < 10) continue
      const absent = backendRefs.length - given.length
      const rest = sum < 100 && absent === 1 ? 100 - sum : undefined
      for (const [j, { weight, name }] of backendRefs.entries()) {
        if (weight !== undefined) continue
        const at = ['spec', 'rules', i, 'backendRefs', j]
        report({
          at,
          part: 'value',
          message: `${name} has no weight and so gets 1 of ${sum + absent} requests.`,
          fixes:
            rest === undefined
              ? []
              : [
                  {
                    title: `Give it weight ${rest}`,
                    safe: false,
                    preferred: true,
                    change: edit => edit.set([...at, 'weight'], rest)
                  }
                ]
        })
      }
    }
  }
})
