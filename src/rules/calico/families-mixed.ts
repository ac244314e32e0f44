import { parseCidr, parseIp, type Cidr, type Ip } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import { calicoPolicy, calicoPolicyKeys, calicoRules } from '../shared/calico.ts'

const policy = (nets: string): string =>
  calicoPolicy(`  selector: app == 'web'
  types: [Ingress]
  ingress: [{ action: Allow, source: { nets: [${nets}] } }]
`)

export default defineRule({
  id: 'calico/families-mixed',
  appliesTo: calicoPolicyKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['calico', 'address'],
  what: 'A rule has ranges of both families, or one that is no range.',
  why: 'A rule holds for one family of addresses; Calico refuses one with both.',
  todo: 'Write a rule for IPv4 and another for IPv6.',
  docs: {
    bad: policy('192.0.2.0/24, "2001:db8::/64"'),
    good: policy('192.0.2.0/24, 198.51.100.0/24'),
    see: ['https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#entityrule']
  },

  check({ manifest, report }) {
    for (const { rule } of calicoRules(manifest.object)) {
      const nets = ['source', 'destination'].flatMap(side =>
        ['nets', 'notNets'].flatMap(key => rule.get(side, key).items)
      )
      let family: string | undefined
      for (const net of nets) {
        const text = net.text ?? ''
        if (text.includes('${')) continue
        const range: Cidr | Ip | undefined = parseCidr(text) ?? parseIp(text)
        family ??= range?.family
        if (!range)
          report({ at: net.at, part: 'value', message: `${text} is no range of addresses.` })
        else if (range.family !== family)
          report({
            at: net.at,
            part: 'value',
            message: `${text} is ${range.family}, and the rule begins with ${family ?? ''}.`
          })
      }
    }
  }
})
