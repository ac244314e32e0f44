import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { destinationRulesFor, destinationsOf, networkingKeys, specOf } from '../shared/istio.ts'
import { slipOf } from '../shared/slip-of.ts'
import { setTo } from '../shared/set-to.ts'

const manifests = (subset: string): string => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  subsets: [{ name: stable, labels: { version: v1 } }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http: [{ route: [{ destination: { host: reviews, subset: ${subset} } }] }]
`

export default defineRule({
  id: 'istio/subset-missing',
  appliesTo: networkingKeys('VirtualService'),
  scope: 'workspace',
  severity: 'warning',
  tags: ['istio', 'reference'],
  what: 'A route names a subset that the DestinationRule of its host does not have.',
  why: 'The proxies know no endpoints for it, so requests on this route are answered with 503.',
  todo: 'Add the subset to the DestinationRule, or name one that it has.',
  docs: {
    bad: manifests('stabel'),
    good: manifests('stable'),
    see: ['https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset']
  },

  check({ manifest, workspace, report }) {
    for (const destination of destinationsOf(specOf(manifest))) {
      const subset = destination.get('subset')
      const host = destination.get('host').text ?? ''
      if (subset.text === undefined || subset.text === '') continue
      const rules = destinationRulesFor(workspace, host, manifest).filter(rule => !rule.partial)
      const [rule] = rules
      const names = rules.flatMap(one =>
        specOf(one)
          .get('subsets')
          .items.flatMap(item => item.get('name').text ?? [])
      )
      if (!rule || names.includes(subset.text)) continue
      const meant = slipOf(subset.text, names)
      const has = names.length === 0 ? 'no subsets' : names.join(', ')
      report({
        at: subset.at,
        part: 'value',
        message: `${describeManifest(rule)} has no subset ${subset.text}; it has ${has}.`,
        related: [{ manifest: rule, at: ['spec', 'subsets'], message: 'Its subsets are here.' }],
        fixes: setTo(subset.at, meant)
      })
    }
  }
})
