import { Field } from '../../base/field.ts'
import { cidrContains, parseIp } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import { rangesIn } from '../shared/cluster-ranges.ts'
import { k3sKeys } from '../shared/k3s.ts'

const file = (dns: string): string => `service-cidr: 10.96.0.0/16
cluster-dns: ${dns}
`

export default defineRule({
  id: 'k3s/dns-outside-services',
  appliesTo: k3sKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['k3s', 'dns'],
  what: 'The address of the DNS Service is not in the range of Services.',
  why: 'The Service of CoreDNS asks for this address. The API server refuses one from outside of the range, so no name is found.',
  todo: 'Take `cluster-dns` away for the tenth address of the range, or write one of the range.',
  docs: {
    bad: file('10.43.0.10'),
    good: file('10.96.0.10'),
    see: ['https://docs.k3s.io/cli/server#networking']
  },

  check({ manifest, report }) {
    const root = new Field(manifest.object)
    const field = root.get('cluster-dns')
    const ranges = rangesIn(root.get('service-cidr'))
    if (field.text === undefined || ranges.length === 0 || ranges.some(({ cidr }) => !cidr)) return
    const outside = field.text
      .split(',')
      .map(part => part.trim())
      .find(part => {
        const ip = parseIp(part)
        return ip && !ranges.some(({ cidr }) => cidr && cidrContains(cidr, ip))
      })
    if (outside !== undefined)
      report({
        at: field.at,
        part: 'value',
        message: `${outside} is not in ${ranges.map(({ text }) => text).join(', ')}.`
      })
  }
})
