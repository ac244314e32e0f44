import { parseCidr, parseIp } from '../../model/cidr.ts'
import { patternProblem } from '../../model/pattern-problem.ts'
import { defineRule } from '../define-rule.ts'
import { ciliumPolicyKeys, ciliumRules } from '../shared/cilium-rules.ts'

const policy = (cidr: string): string => `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: office, namespace: shop }
spec:
  endpointSelector: { matchLabels: { app: web } }
  ingress: [{ fromCIDR: [${cidr}] }]
`

export default defineRule({
  id: 'cilium/range-or-port-invalid',
  appliesTo: ciliumPolicyKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['cilium', 'address', 'ports'],
  supersedes: ['schema/invalid-value'],
  what: 'A range, a port or a path of a rule cannot be read.',
  why: 'The API server refuses a range; a port or a path it takes as it is, and the agents refuse the policy and set nothing of it, which its status tells.',
  todo: 'Write ranges as 192.0.2.0/24, ports as numbers up to 65535 or as names, and paths as regular expressions.',
  docs: {
    bad: policy('192.0.2.0/40'),
    good: policy('192.0.2.0/24'),
    see: ['https://docs.cilium.io/en/stable/security/policy/language/']
  },

  check({ manifest, report }) {
    for (const rule of ciliumRules(manifest.object)) {
      const ranges = [
        ...['fromCIDR', 'toCIDR'].flatMap(key => rule.get(key).items),
        ...['fromCIDRSet', 'toCIDRSet']
          .flatMap(key => rule.get(key).items)
          .flatMap(set => [set.get('cidr'), ...set.get('except').items])
      ]
      for (const { text, at } of ranges)
        if (text !== undefined && !text.includes('$') && !parseCidr(text) && !parseIp(text))
          report({ at, part: 'value', message: `${text} is no range of addresses.` })
      for (const toPorts of rule.get('toPorts').items) {
        for (const { text, at } of toPorts.get('ports').items.map(port => port.get('port')))
          if (/^\d+$/.test(text ?? '') && Number(text) > 65_535)
            report({ at, part: 'value', message: `There is no port ${text ?? ''}.` })
        for (const http of toPorts.get('rules', 'http').items)
          for (const { text, at } of ['path', 'method', 'host'].map(key => http.get(key))) {
            const problem = patternProblem(text ?? '')
            if (problem !== undefined) report({ at, part: 'value', message: `${problem}.` })
          }
      }
    }
  }
})
