import { cidrContains, parseCidr, parseIp } from '../../model/cidr.ts'
import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { blockOf, policyPeersOf } from '../shared/policy-places.ts'

const metadataService = parseIp('169.254.169.254')

export default defineRule<NetworkPolicy>({
  id: 'network-policy/metadata-service-open',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['network-policy', 'security'],
  what: 'The rule lets Pods out to the metadata service of the cloud.',
  why: 'At 169.254.169.254 a cloud hands out what it knows of the machine, on many of them also credentials of the node. A Pod that reaches it can act as the node.',
  todo: 'Remove the range, or except 169.254.169.254/32, and give Pods an identity of their own.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-link-local, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Egress]
  egress: [{ to: [{ ipBlock: { cidr: 169.254.0.0/16 } }] }]
`,
    good: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-link-local, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Egress]
  egress:
    - to: [{ ipBlock: { cidr: 169.254.0.0/16, except: [169.254.169.254/32] } }]
`,
    see: ['https://kubernetes.io/docs/concepts/security/cloud-native-security/']
  },

  check({ manifest, report }) {
    if (!metadataService) return
    for (const { peer, direction, rule, at } of policyPeersOf(manifest.object)) {
      const block = blockOf(peer)
      // A range of everything has a finding of its own; port 53 is for the DNS cache of the node.
      if (direction !== 'egress' || !block || block.bits === 0) continue
      if (rule.ports.length > 0 && rule.ports.every(({ port }) => port === 53)) continue
      if (!cidrContains(block, metadataService)) continue
      const except = (peer.ipBlock?.except ?? []).flatMap(text => parseCidr(text) ?? [])
      if (except.some(one => cidrContains(one, metadataService))) continue
      const place = [...at, 'ipBlock']
      report({
        at: [...place, 'cidr'],
        part: 'value',
        message: `${peer.ipBlock?.cidr ?? ''} holds 169.254.169.254.`,
        fixes:
          block.bits === 32
            ? []
            : [
                {
                  title: 'Except 169.254.169.254/32',
                  safe: false,
                  preferred: true,
                  change: edit =>
                    edit.set(
                      [...place, 'except'],
                      [...(peer.ipBlock?.except ?? []), '169.254.169.254/32']
                    )
                }
              ]
      })
    }
  }
})
