import { jsonKey } from '../../base/json.ts'
import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { policyRulesOf } from '../shared/policy-places.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/rule-repeated',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['network-policy'],
  what: 'The same rule stands in the policy twice.',
  why: 'Rules are added up, so the second one allows nothing more. It is most often a copy in which something was to be changed.',
  todo: 'Change it to what it was to be, or remove it.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: shop }
spec:
  podSelector: { matchLabels: { app: api } }
  ingress:
    - from: [{ podSelector: { matchLabels: { app: web } } }]
      ports: [{ port: 8080 }]
    - from: [{ podSelector: { matchLabels: { app: web } } }]
      ports: [{ port: 8080 }]
`,
    good: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: shop }
spec:
  podSelector: { matchLabels: { app: api } }
  ingress:
    - from: [{ podSelector: { matchLabels: { app: web } } }]
      ports: [{ port: 8080 }]
    - from: [{ podSelector: { matchLabels: { app: admin } } }]
      ports: [{ port: 8080 }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/']
  },

  check({ manifest, report }) {
    const rules = policyRulesOf(manifest.object)
    if (rules.length < 2) return
    const known = new Map<string, (typeof rules)[number]>()
    for (const rule of rules) {
      const key = jsonKey([rule.direction, rule.peers, rule.ports])
      const first = known.get(key)
      if (!first) {
        known.set(key, rule)
        continue
      }
      report({
        at: rule.at,
        part: 'value',
        message: 'This rule is the same as one above.',
        related: [{ at: first.at, message: 'It stands here first.' }],
        fixes: [
          {
            title: 'Remove the second rule',
            safe: false,
            preferred: true,
            change: edit => edit.remove(rule.at)
          }
        ]
      })
    }
  }
})
