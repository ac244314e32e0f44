import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'

const route = (weight: number): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - route:
        - destination: { host: reviews-v1 }
          weight: 90
        - destination: { host: reviews-v2 }
          weight: ${weight}
`

export default defineRule({
  id: 'istio/weights-not-100',
  appliesTo: networkingKeys('VirtualService'),
  scope: 'manifest',
  severity: 'hint',
  tags: ['istio', 'weight'],
  what: 'The weights of a route do not add up to 100.',
  why: 'Weights are shares of their sum, so they are not the percentages that they look like. A sum of 0 is refused.',
  todo: 'Let the weights add up to 100, or take the finding as the reminder that it is.',
  docs: {
    bad: route(20),
    good: route(10),
    see: [
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination'
    ]
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    const routes = ['http', 'tcp', 'tls'].flatMap(kind => specOf(manifest).get(kind).items)
    for (const list of routes.map(one => one.get('route'))) {
      const weights = list.items.map(one => one.get('weight').number)
      for (const { at, number } of list.items.map(one => one.get('weight')))
        if (number !== undefined && (number < 0 || number > 2_147_483_647))
          report({
            at,
            part: 'value',
            severity: 'error',
            message: `${number} is ${number < 0 ? 'less than nothing' : 'more than 31 bits can hold'}, so Istio refuses it.`
          })
      if (weights.length < 2) continue
      if (weights.every(weight => weight === undefined))
        report({
          at: list.at,
          severity: 'error',
          message:
            'No destination has a weight, and Istio refuses several whose weights add up to 0.'
        })
      if (weights.some(weight => (weight ?? 0) < 0)) continue
      const sum = weights.reduce<number>((all, weight) => all + (weight ?? 0), 0)
      if (sum === 100) continue
      if (sum === 0 && weights.includes(0))
        report({
          at: list.at,
          severity: 'error',
          message: 'Every weight is 0, so Istio refuses it.'
        })
      // Small numbers are written as proportions: 9 and 1.
      else if (sum > 20 && !weights.includes(undefined))
        report({
          at: list.at,
          message: `The weights add up to ${sum}: ${weights.map(weight => `${weight ?? 0} is ${percent(weight ?? 0, sum)} %`).join(', ')}.`
        })
    }
  }
})

function percent(weight: number, sum: number): number {
  return Math.round((weight / sum) * 1000) / 10
}
