import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { policyPeersOf } from '../shared/policy-places.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/selects-api-server',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['network-policy', 'host-network'],
  what: 'A peer selects the API server by the labels of its Pod.',
  why: 'The API server runs on the network of its node, or outside of the cluster where a cloud keeps it. Its traffic has the address of a node, which labels of Pods do not stand for, so most network plugins let nothing through.',
  todo: 'Allow the address of the API server by an ipBlock: the endpoints of Service default/kubernetes, most often on port 6443.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: operator, namespace: ops }
spec:
  podSelector: { matchLabels: { app: operator } }
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
          podSelector: { matchLabels: { component: kube-apiserver } }
      ports: [{ port: 6443 }]
    - ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
`,
    good: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: operator, namespace: ops }
spec:
  podSelector: { matchLabels: { app: operator } }
  policyTypes: [Egress]
  egress:
    - to: [{ ipBlock: { cidr: 192.0.2.10/32 } }]
      ports: [{ port: 6443 }]
    - ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-and-hostnetwork-pods'
    ]
  },

  check({ manifest, report }) {
    for (const { peer, at } of policyPeersOf(manifest.object)) {
      const label = Object.entries(peer.podSelector?.matchLabels ?? {}).find(
        ([key, value]) => /^(?:component|k8s-app|app)$/.test(key) && value === 'kube-apiserver'
      )
      if (!label) continue
      report({
        at: [...at, 'podSelector', 'matchLabels', label[0]],
        part: 'entry',
        message: 'The API server uses the network of its node, so this peer does not fit it.'
      })
    }
  }
})
