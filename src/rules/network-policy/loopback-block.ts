import { cidrCovers, parseCidr } from '../../model/cidr.ts'
import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { blockOf, policyPeersOf } from '../shared/policy-places.ts'

const loopback = ['127.0.0.0/8', '::1/128'].flatMap(text => parseCidr(text) ?? [])

export default defineRule<NetworkPolicy>({
  id: 'network-policy/loopback-block',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['network-policy'],
  what: 'The address block is the loopback of the Pod itself.',
  why: 'Traffic of a Pod to itself never leaves it, so no policy is asked about it and none can forbid it. The rule does nothing.',
  todo: 'Remove the peer, or name the Pods or addresses that are meant.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress: [{ from: [{ ipBlock: { cidr: 127.0.0.1/32 } }] }]
`,
    good: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  ingress: [{ from: [{ podSelector: { matchLabels: { app: proxy } } }] }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/']
  },

  check({ manifest, report }) {
    for (const { peer, at } of policyPeersOf(manifest.object)) {
      const block = blockOf(peer)
      if (!block || !loopback.some(range => cidrCovers(range, block))) continue
      report({
        at: [...at, 'ipBlock', 'cidr'],
        part: 'value',
        message: `${peer.ipBlock?.cidr ?? ''} is the Pod itself, to which no policy applies.`
      })
    }
  }
})
