import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { policyRulesOf } from '../shared/policy-places.ts'

/** Ports whose protocol runs over UDP only. */
const udpOnly: ReadonlyMap<number, string> = new Map([
  [67, 'DHCP'],
  [68, 'DHCP'],
  [69, 'TFTP'],
  [123, 'NTP'],
  [161, 'SNMP'],
  [500, 'IKE'],
  [4500, 'IPsec'],
  [4789, 'VXLAN'],
  [51820, 'WireGuard']
])

export default defineRule<NetworkPolicy>({
  id: 'network-policy/udp-port-without-protocol',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['network-policy', 'ports'],
  what: 'A port of a protocol over UDP is allowed for TCP.',
  why: 'A port without a protocol means TCP, so the rule lets nothing of it through.',
  todo: 'Write protocol: UDP.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-time-server, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{ ipBlock: { cidr: 192.0.2.0/24 } }]
      ports: [{ port: 123 }]
    - ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
`,
    good: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-time-server, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{ ipBlock: { cidr: 192.0.2.0/24 } }]
      ports: [{ port: 123, protocol: UDP }]
    - ports: [{ port: 53, protocol: UDP }, { port: 53, protocol: TCP }]
`,
    see: [
      'https://www.iana.org/assignments/service-names-port-numbers/service-names-port-numbers.xhtml',
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/'
    ]
  },

  check({ manifest, report }) {
    for (const { ports, at } of policyRulesOf(manifest.object))
      for (const [i, { port, protocol, endPort }] of ports.entries()) {
        if (typeof port !== 'number' || protocol !== undefined || endPort !== undefined) continue
        const name = udpOnly.get(port)
        // Beside the same port with a protocol the other one is meant.
        if (name === undefined || ports.some(one => one.port === port && one.protocol)) continue
        const place = [...at, 'ports', i]
        report({
          at: [...place, 'port'],
          part: 'value',
          message: `${port} is the port of ${name}, which runs over UDP, and is allowed for TCP only.`,
          fixes: [
            {
              title: 'Allow UDP',
              safe: false,
              preferred: true,
              change: edit => edit.set([...place, 'protocol'], 'UDP')
            }
          ]
        })
      }
  }
})
