import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/ingress-isolated-unasked',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['network-policy'],
  what: 'A policy with egress rules alone keeps everybody from its Pods, too.',
  why: 'Without policyTypes a policy is for Ingress in any case, and for Egress because it has egress rules. With no ingress rule nobody reaches the selected Pods any more.',
  todo: 'Say in policyTypes which directions are meant.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web-to-db, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  egress:
    - to: [{ podSelector: { matchLabels: { app: db } } }]
    - ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
`,
    good: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web-to-db, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Egress]
  egress:
    - to: [{ podSelector: { matchLabels: { app: db } } }]
    - ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource'
    ]
  },

  check({ manifest, report }) {
    const { policyTypes = [], ingress, egress = [] } = manifest.object.spec ?? {}
    if (manifest.partial || policyTypes.length > 0 || egress.length === 0) return
    // An empty list of rules says that nobody is to be let in.
    if (ingress !== undefined) return
    report({
      at: ['spec', 'egress'],
      part: 'key',
      message: 'Without policyTypes this policy also blocks all traffic to its Pods.',
      fixes: [
        {
          title: 'For egress alone: policyTypes: [Egress]',
          safe: false,
          preferred: true,
          change: edit => edit.insert(['spec'], 'policyTypes', ['Egress'], 'podSelector')
        },
        {
          title: 'For both: policyTypes: [Ingress, Egress]',
          safe: false,
          change: edit => edit.insert(['spec'], 'policyTypes', ['Ingress', 'Egress'], 'podSelector')
        }
      ]
    })
  }
})
