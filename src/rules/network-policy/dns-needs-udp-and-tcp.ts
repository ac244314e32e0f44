import type { FieldPath } from '../../base/field-path.ts'
import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { dnsAccessOf, isDnsPort } from '../shared/dns-access.ts'
import { hasForeignPolicies, policiesForSamePods } from '../shared/other-policies.ts'
import { directionsOf } from '../shared/policy-directions.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/dns-needs-udp-and-tcp',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['network-policy', 'dns'],
  what: 'The policy lets out one of the two protocols of DNS only.',
  why: 'Questions go over UDP, and again over TCP when the answer is too long for one packet. Without UDP no name resolves; without TCP long answers fail now and then, which is hard to find. A port without a protocol means TCP.',
  todo: 'Allow port 53 for UDP and for TCP in the same rule.',
  labs: ['pod-to-pod-across-namespaces'],
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: allow-dns, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
      ports: [{ protocol: TCP, port: 53 }]
`,
    good: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: allow-dns, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
      ports:
        - { protocol: TCP, port: 53 }
        - { protocol: UDP, port: 53 }
`,
    see: [
      'https://www.rfc-editor.org/rfc/rfc7766',
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/'
    ]
  },

  check({ manifest, workspace, report }) {
    const policy = manifest.object
    if (manifest.partial || !directionsOf(policy).egress) return
    const own = dnsAccessOf(policy)
    if (own.udp === own.tcp || hasForeignPolicies(workspace)) return
    const missing = own.udp ? 'TCP' : 'UDP'
    const added = policiesForSamePods(workspace, manifest).some(
      other => dnsAccessOf(other.object)[own.udp ? 'tcp' : 'udp']
    )
    const place = loneDnsPort(policy, own.udp ? 'UDP' : 'TCP')
    if (added || !place) return
    const { rule, port, twin } = place
    const at: FieldPath = ['spec', 'egress', rule, 'ports', port]
    report({
      at,
      part: 'value',
      message: `DNS needs UDP and TCP: port 53 is allowed for ${own.udp ? 'UDP' : 'TCP'} only.`,
      fixes: [
        {
          title: `Allow ${missing} 53 too`,
          safe: false,
          preferred: true,
          change: edit => edit.append(at.slice(0, -1), { protocol: missing, ...twin })
        }
      ]
    })
  }
})

function loneDnsPort(
  policy: NetworkPolicy,
  protocol: 'UDP' | 'TCP'
): { rule: number; port: number; twin: { port: number | string } } | undefined {
  for (const [rule, { ports = [] }] of (policy.spec?.egress ?? []).entries())
    for (const [port, entry] of ports.entries())
      if ((entry.protocol ?? 'TCP') === protocol && entry.port === 53 && isDnsPort(entry))
        return { rule, port, twin: { port: entry.port } }
  return undefined
}
