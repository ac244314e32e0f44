import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { blockOf, policyPeersOf } from '../shared/policy-places.ts'

const privateRanges = {
  IPv4: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'],
  IPv6: ['fc00::/7', 'fe80::/10']
} as const

export default defineRule<NetworkPolicy>({
  id: 'network-policy/internet-includes-private',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['network-policy', 'security'],
  what: 'A rule that lets Pods out to every address lets them into the private networks, too.',
  why: 'The range of length 0 holds the addresses of the nodes, of the company and of the metadata service of the cloud (169.254.169.254), which hands out credentials; with many network plugins also those of Pods.',
  todo: 'Except the private ranges, and allow Pods by their labels.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-internet, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }]
`,
    good: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-internet, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to:
        - ipBlock:
            cidr: 0.0.0.0/0
            except: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 169.254.0.0/16]
    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } } }]
      ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-ipblock-selectors',
      'https://www.rfc-editor.org/rfc/rfc1918'
    ]
  },

  check({ manifest, report }) {
    for (const { peer, direction, at } of policyPeersOf(manifest.object)) {
      const block = blockOf(peer)
      if (direction !== 'egress' || block?.bits !== 0) continue
      // Who has excepted something has thought about it.
      if ((peer.ipBlock?.except ?? []).length > 0) continue
      const open = privateRanges[block.family]
      const place = [...at, 'ipBlock']
      report({
        at: [...place, 'cidr'],
        part: 'value',
        message: `${peer.ipBlock?.cidr ?? ''} includes ${open.join(', ')}.`,
        fixes: [
          {
            title: 'Except the private ranges',
            safe: false,
            preferred: true,
            change: edit => edit.set([...place, 'except'], open)
          }
        ]
      })
    }
  }
})
