import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/icmp-expected',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['network-policy'],
  what: 'The name of the policy speaks of ping, of which a NetworkPolicy says nothing.',
  why: 'A NetworkPolicy knows TCP, UDP and SCTP. Whether ICMP, and so ping, gets through to isolated Pods is left to the network plugin: some allow it, some drop it.',
  todo: 'Test with a connection instead of ping, or use the policy kind of the network plugin.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: allow-ping, namespace: shop }
spec:
  podSelector: {}
  ingress: [{ from: [{ podSelector: {} }] }]
`,
    good: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: allow-from-own-namespace, namespace: shop }
spec:
  podSelector: {}
  ingress: [{ from: [{ podSelector: {} }] }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/']
  },

  check({ manifest, report }) {
    if (!/(?:^|-)(?:ping|icmp)(?:-|$)/.test(manifest.name ?? '')) return
    report({
      at: ['metadata', 'name'],
      part: 'value',
      message: 'What happens to ICMP is not for a NetworkPolicy to say.'
    })
  }
})
