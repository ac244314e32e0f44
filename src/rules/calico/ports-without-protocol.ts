import { defineRule } from '../define-rule.ts'
import { calicoPolicy, calicoPolicyKeys, calicoRules } from '../shared/calico.ts'

const policy = (protocol: string): string =>
  calicoPolicy(`  selector: app == 'web'
  types: [Ingress]
  ingress:
    - action: Allow
${protocol}      destination: { ports: [8080] }
`)

export default defineRule({
  id: 'calico/ports-without-protocol',
  appliesTo: calicoPolicyKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['calico', 'ports', 'protocol'],
  what: 'Ports, or ICMP, are named without their protocol.',
  why: 'Calico refuses rules with ports unless the protocol is TCP, UDP or SCTP, and rules with ICMP unless it is ICMP or ICMPv6.',
  todo: 'Write the `protocol`; a policy for two of them needs two rules.',
  docs: {
    bad: policy(''),
    good: policy('      protocol: TCP\n'),
    see: ['https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#rule']
  },

  check({ manifest, report }) {
    for (const { rule } of calicoRules(manifest.object)) {
      const protocol = rule.get('protocol')
      const name = (protocol.text ?? String(protocol.number ?? '')).toUpperCase()
      const lists = ['source', 'destination'].flatMap(side =>
        ['ports', 'notPorts'].map(key => rule.get(side, key))
      )
      const ports = lists.find(list => list.items.length > 0)
      if (ports && !['TCP', 'UDP', 'SCTP', '6', '17', '132'].includes(name))
        report({
          at: protocol.isThere ? protocol.at : ports.at,
          message: protocol.isThere ? `${name} has no ports.` : 'The ports are of no protocol.',
          fixes: protocol.isThere
            ? []
            : ['TCP', 'UDP'].map(value => ({
                title: `Insert \`protocol: ${value}\``,
                safe: false,
                preferred: value === 'TCP',
                change: edit => edit.insert(rule.at, 'protocol', value, 'action')
              }))
        })
      const icmp = [rule.get('icmp'), rule.get('notICMP')].find(field => field.isThere)
      if (icmp && !['ICMP', 'ICMPV6', '1', '58'].includes(name))
        report({ at: icmp.at, message: 'Types of ICMP need `protocol: ICMP` or `ICMPv6`.' })
    }
  }
})
