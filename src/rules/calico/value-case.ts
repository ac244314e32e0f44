import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { calicoKeys, calicoPolicy, calicoPolicyKeys, calicoRules } from '../shared/calico.ts'
import { setTo } from '../shared/set-to.ts'

const actions = ['Allow', 'Deny', 'Log', 'Pass']
const types = ['Ingress', 'Egress']
const modes = ['Always', 'CrossSubnet', 'Never']
const protocols = ['TCP', 'UDP', 'ICMP', 'ICMPv6', 'SCTP', 'UDPLite']

export default defineRule({
  id: 'calico/value-case',
  appliesTo: [...calicoPolicyKeys, ...calicoKeys('IPPool')],
  scope: 'manifest',
  severity: 'error',
  tags: ['calico', 'policy'],
  what: 'An action, a direction, a protocol or a mode is none that Calico knows as it is written.',
  why: 'Calico compares the words letter by letter. Its API server refuses another spelling, and what comes past it is left out, so the rule, or the pool, does not do what is written.',
  todo: 'Write actions as Allow, Deny, Log or Pass, directions as Ingress or Egress, and protocols as TCP, UDP, ICMP, ICMPv6, SCTP, UDPLite or a number; modes of pools as Always, CrossSubnet or Never.',
  docs: {
    bad: calicoPolicy(
      "  selector: app == 'web'\n  types: [ingress]\n  ingress: [{ action: allow, protocol: TCP, destination: { ports: [80] } }]\n"
    ),
    good: calicoPolicy(
      "  selector: app == 'web'\n  types: [Ingress]\n  ingress: [{ action: Allow, protocol: TCP, destination: { ports: [80] } }]\n"
    ),
    see: ['https://docs.tigera.io/calico/latest/reference/resources/networkpolicy']
  },

  check({ manifest, report }) {
    const spec = new Field(manifest.object).get('spec')
    const places = [
      ...spec.get('types').items.map(field => ({ field, words: types, of: 'direction' })),
      ...calicoRules(manifest.object).flatMap(({ rule }) => [
        { field: rule.get('action'), words: actions, of: 'action' },
        { field: rule.get('protocol'), words: protocols, of: 'protocol' },
        { field: rule.get('notProtocol'), words: protocols, of: 'protocol' }
      ]),
      ...['ipipMode', 'vxlanMode'].map(key => ({ field: spec.get(key), words: modes, of: 'mode' }))
    ]
    for (const { field, words, of } of places) {
      const { text, at } = field
      if (text === undefined || words.includes(text) || /\$\{|^\d+$|^$/.test(text)) continue
      const meant = words.find(word => word.toLowerCase() === text.toLowerCase())
      report({
        at,
        part: 'value',
        message: `There is no ${of} ${text}${meant === undefined ? `; it is one of ${words.join(', ')}` : `; it is written ${meant}`}.`,
        fixes: setTo(at, meant, { safe: true })
      })
    }
  }
})
