import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { policiesForSamePods } from '../shared/other-policies.ts'
import { directionsOf } from '../shared/policy-directions.ts'

const policy = (name: string): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Egress]
  egress:
    - to: [{ ipBlock: { cidr: 192.0.2.53/32 } }]
    - ports: [{ protocol: UDP, port: 53 }, { protocol: TCP, port: 53 }]
`

export default defineRule<NetworkPolicy>({
  id: 'network-policy/name-says-allow',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'hint',
  optIn: true,
  tags: ['network-policy', 'name'],
  what: 'The name of the policy says that it allows, and it takes more away than it gives.',
  why: 'Pods that no policy is for may speak to everybody. The first policy for egress denies them everything but what its rules allow.',
  todo: 'Call it by what it leaves, such as `egress-to-dns-only`.',
  docs: {
    bad: policy('allow-external-access'),
    good: policy('egress-to-dns-only'),
    see: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/']
  },
  labs: ['border-and-names'],

  check({ manifest, workspace, report }) {
    const { name = '' } = manifest
    if (manifest.partial || !/(?:^|-)(?:allow|permit|enable|open)(?:s|-|$)/.test(name)) return
    if (!directionsOf(manifest.object).egress) return
    const others = policiesForSamePods(workspace, manifest)
    // Beside a denial it allows indeed.
    if (others.some(other => directionsOf(other.object).egress)) return
    report({
      at: ['metadata', 'name'],
      part: 'value',
      message: 'No other policy here denies these Pods anything for egress, and this one does.'
    })
  }
})
