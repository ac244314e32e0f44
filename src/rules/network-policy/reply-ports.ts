import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { policyRulesOf } from '../shared/policy-places.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/reply-ports',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['network-policy', 'ports'],
  what: 'The rule opens the ports from which clients connect.',
  why: 'A NetworkPolicy is about who may open a connection; the replies come back by themselves. A rule for the range of client ports opens thousands of ports for connections of others.',
  todo: 'Remove the range unless the Pods really listen on it.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress:
    - ports: [{ port: 443 }]
    - ports: [{ port: 32768, endPort: 60999 }]
`,
    good: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress:
    - ports: [{ port: 443 }]
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation'
    ]
  },

  check({ manifest, report }) {
    for (const { ports, at } of policyRulesOf(manifest.object))
      for (const [i, { port, endPort = 0 }] of ports.entries()) {
        if (typeof port !== 'number' || port < 1024 || port > 49152 || endPort < 60999) continue
        report({
          at: [...at, 'ports', i],
          part: 'value',
          message: `Replies need no rule, and ${port} to ${endPort} are the ports of clients.`
        })
      }
  }
})
