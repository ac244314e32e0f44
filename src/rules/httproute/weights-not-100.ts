import type { HTTPRoute } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { httpRouteKeys } from '../shared/routes.ts'

const route = (first: number, second: number): string => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public }]
  rules:
    - backendRefs: [{ name: web-v1, port: 80, weight: ${first} }, { name: web-v2, port: 80, weight: ${second} }]
`

export default defineRule<HTTPRoute>({
  id: 'httproute/weights-not-100',
  appliesTo: httpRouteKeys,
  scope: 'manifest',
  severity: 'hint',
  tags: ['gateway-api', 'canary'],
  what: 'The weights look like percentages and do not add up to 100.',
  why: 'A weight is a part of the sum of all weights, so 90 and 20 give 82 % and 18 %.',
  todo: 'Let the weights add up to 100 where percentages are meant.',
  docs: {
    bad: route(90, 20),
    good: route(90, 10),
    see: ['https://gateway-api.sigs.k8s.io/guides/user-guides/traffic-splitting/']
  },
  labs: ['http-routing', 'canary-with-a-mesh'],

  check({ manifest, report }) {
    for (const [i, { backendRefs = [] }] of (manifest.object.spec?.rules ?? []).entries()) {
      const weights = backendRefs.map(({ weight }) => weight)
      const given = weights.filter(weight => weight !== undefined)
      // Where one is left out, that is told in other words.
      if (given.length < 2 || given.length !== weights.length) continue
      const sum = given.reduce((all, weight) => all + weight, 0)
      const largest = Math.max(...given)
      const isLikePercent = sum > 80 && sum < 130 && sum !== 100 && largest <= 100
      if (!isLikePercent || new Set(given).size === 1) continue
      const shares = given.map(weight => `${Math.round((weight / sum) * 1000) / 10} %`)
      report({
        at: ['spec', 'rules', i, 'backendRefs'],
        part: 'key',
        message: `The weights add up to ${sum}, so the shares are ${shares.join(' and ')}.`
      })
    }
  }
})
