import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/direction-missing',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['network-policy'],
  what: 'The policy has rules for a direction that policyTypes leaves out.',
  why: 'Rules of a direction count only when policyTypes names it. The API server accepts them, and nothing is restricted.',
  todo: 'Add the direction to policyTypes, or remove the rules.',
  labs: ['pod-to-pod-across-namespaces'],
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress]
  egress:
    - to: [{ podSelector: { matchLabels: { app: db } } }]
`,
    good: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress]
  ingress:
    - from: [{ podSelector: { matchLabels: { app: client } } }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/']
  },

  check({ manifest, report }) {
    const { policyTypes, ingress = [], egress = [] } = manifest.object.spec ?? {}
    if (policyTypes === undefined || policyTypes.length === 0) return
    // A direction that is not one at all may be the one that is meant.
    if (policyTypes.some(type => !/^(?:Ingress|Egress)$/.test(type))) return
    const rules = { Ingress: ingress, Egress: egress } as const
    for (const direction of ['Ingress', 'Egress'] as const) {
      if (policyTypes.includes(direction) || rules[direction].length === 0) continue
      report({
        at: ['spec', 'policyTypes'],
        part: 'key',
        message: `There are ${direction.toLowerCase()} rules, but policyTypes does not name ${direction}, so they do nothing.`,
        related: [{ at: ['spec', direction.toLowerCase()], message: 'These rules are ignored.' }],
        fixes: [
          {
            title: `Add ${direction} to policyTypes`,
            safe: false,
            preferred: true,
            change: edit => edit.append(['spec', 'policyTypes'], direction)
          }
        ]
      })
    }
  }
})
