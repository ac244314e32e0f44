import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'

const route = (weight: string): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - route:
        - destination: { host: reviews-v1 }
          weight: 90
        - destination: { host: reviews-v2 }
${weight}`

export default defineRule({
  id: 'istio/weight-missing',
  appliesTo: networkingKeys('VirtualService'),
  scope: 'manifest',
  severity: 'warning',
  tags: ['istio', 'weight'],
  what: 'One of several destinations has no weight.',
  why: 'Beside other destinations, no weight means a weight of 0: none of the requests go there.',
  todo: 'Write the weight of every destination.',
  docs: {
    bad: route(''),
    good: route('          weight: 10\n'),
    see: [
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination'
    ]
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    const routes = ['http', 'tcp'].flatMap(kind => specOf(manifest).get(kind).items)
    for (const destinations of routes.map(one => one.get('route').items)) {
      const weights = destinations.map(one => one.get('weight').number)
      if (destinations.length < 2 || weights.every(weight => weight === undefined)) continue
      const rest = 100 - weights.reduce<number>((sum, weight) => sum + (weight ?? 0), 0)
      const without = destinations.filter((_, i) => weights[i] === undefined)
      for (const destination of without)
        report({
          at: destination.get('destination').at,
          message: `${destination.get('destination', 'host').text ?? 'This destination'} has no weight, so it gets no requests.`,
          fixes:
            without.length === 1 && rest > 0
              ? [
                  {
                    title: `Insert \`weight: ${rest}\``,
                    safe: false,
                    preferred: true,
                    change: edit => edit.insert(destination.at, 'weight', rest, 'destination')
                  }
                ]
              : []
        })
    }
  }
})
