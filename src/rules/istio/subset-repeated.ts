import { jsonEqual } from '../../base/json.ts'
import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'

const rule = (name: string): string => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  subsets:
    - { name: v1, labels: { version: v1 } }
    - { name: ${name}, labels: { version: v2 } }
`

export default defineRule({
  id: 'istio/subset-repeated',
  appliesTo: networkingKeys('DestinationRule'),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'subset', 'name'],
  what: 'Two subsets of a host have one name.',
  why: 'Istio refuses the object. A route names a subset, and proxies keep one group of endpoints for each name: the Pods of the other never get the requests that are meant for them.',
  todo: 'Give each subset a name of its own.',
  docs: {
    bad: rule('v1'),
    good: rule('v2'),
    see: ['https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset']
  },
  labs: ['canary-with-a-mesh'],

  check({ manifest, report }) {
    const subsets = specOf(manifest).get('subsets').items
    for (const [i, subset] of subsets.entries()) {
      const name = subset.get('name')
      const first = subsets.slice(0, i).find(one => one.get('name').text === name.text)
      if (!first || name.text === undefined) continue
      report({
        at: name.at,
        part: 'value',
        message: `There is a subset ${name.text} already.`,
        related: [{ at: first.get('name').at, message: 'The first is here.' }],
        fixes: jsonEqual(first.value, subset.value)
          ? [
              {
                title: 'Remove the second one, which is the same',
                safe: true,
                preferred: true,
                change: edit => edit.remove(subset.at)
              }
            ]
          : []
      })
    }
  }
})
