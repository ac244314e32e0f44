import { defineRule } from '../define-rule.ts'
import { ciliumEntries, ciliumPolicy, ciliumPolicyKeys, ciliumSpecs } from '../shared/cilium.ts'
import { setTo } from '../shared/set-to.ts'

const http = (protocol: string): string =>
  ciliumPolicy(`  ingress:
    - toPorts:
        - ports: [{ port: "80", protocol: ${protocol} }]
          rules: { http: [{ method: GET }] }
`)

export default defineRule({
  id: 'cilium/l7-protocol',
  appliesTo: ciliumPolicyKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['cilium', 'protocol'],
  what: 'Rules about requests stand where there can be none.',
  why: 'Rules for HTTP apply to TCP only, and rules for DNS to what goes out. Cilium refuses the whole policy: its status says so, and nothing of it holds.',
  todo: 'Write `protocol: TCP` for HTTP, and put DNS rules under `egress`.',
  docs: {
    bad: http('UDP'),
    good: http('TCP'),
    see: ['https://docs.cilium.io/en/stable/security/policy/language/#layer-7-examples']
  },

  check({ manifest, report }) {
    for (const spec of ciliumSpecs(manifest.object))
      for (const { direction, entry } of ciliumEntries(spec))
        for (const toPort of entry.get('toPorts').items) {
          const rules = toPort.get('rules')
          const dns = rules.get('dns')
          if (dns.items.length > 0 && direction === 'ingress')
            report({ at: dns.at, message: 'DNS rules are not allowed under `ingress`.' })
          if (!rules.isMap || rules.isEmpty || dns.isThere) continue
          for (const port of toPort.get('ports').items) {
            const protocol = port.get('protocol')
            if (protocol.text === undefined || protocol.text.toUpperCase() === 'TCP') continue
            report({
              at: protocol.at,
              part: 'value',
              message: `${rules.keys.join(' and ')} rules apply to TCP, not to ${protocol.text}.`,
              fixes: setTo(protocol.at, 'TCP')
            })
          }
        }
  }
})
