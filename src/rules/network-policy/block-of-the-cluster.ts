import { cidrCovers, parseCidr, widthOf } from '../../model/cidr.ts'
import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { clusterConfiguration } from '../shared/kubeadm.ts'
import { clusterRangesBeside } from '../shared/known-ranges.ts'
import { policyRulesOf } from '../shared/policy-places.ts'

const manifests = (
  peer: string
): string => `${clusterConfiguration('  podSubnet: 10.244.0.0/16\n  serviceSubnet: 10.96.0.0/12\n')}---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: from-clients, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress]
  ingress:
    - from: [{ ${peer} }]
`

export default defineRule<NetworkPolicy>({
  id: 'network-policy/block-of-the-cluster',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['network-policy', 'address'],
  what: 'The address block is of Pods or Services of the cluster.',
  why: 'Address blocks are for what is outside of the cluster. Addresses of Pods change, those of Services are replaced on the way, and some networks never match Pods by a block.',
  todo: 'Select the Pods by podSelector and namespaceSelector.',
  docs: {
    bad: manifests('ipBlock: { cidr: 10.244.7.0/24 }'),
    good: manifests('podSelector: { matchLabels: { app: client } }'),
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors'
    ]
  },
  labs: ['egress-policies'],

  check({ manifest, workspace, report }) {
    const known = clusterRangesBeside(workspace, manifest)
    if (known.length === 0) return
    for (const { peers, peersAt } of policyRulesOf(manifest.object))
      for (const [i, { ipBlock }] of peers.entries()) {
        const block = parseCidr(ipBlock?.cidr ?? '')
        if (!block) continue
        const range = known.find(
          one =>
            one.range.cidr &&
            cidrCovers(one.range.cidr, block) &&
            // The address of one Service is told with the Service that it is of.
            (one.of === 'Pods' || block.bits < widthOf(block.family))
        )
        if (range)
          report({
            at: [...peersAt, i, 'ipBlock', 'cidr'],
            part: 'value',
            // Some networks match Pods by their addresses for as long as they keep them.
            severity: range.of === 'Pods' ? 'hint' : 'warning',
            message: `${ipBlock?.cidr ?? ''} is in ${range.range.text}, the range of ${range.of} of the cluster.`,
            related: [
              { manifest: range.manifest, at: range.range.field.at, message: 'It is given here.' }
            ]
          })
      }
  }
})
