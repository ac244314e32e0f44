import { Field } from '../../base/field.ts'
import { parseIp } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'

const pool = (start: string, stop: string): string => `apiVersion: cilium.io/v2
kind: CiliumLoadBalancerIPPool
metadata: { name: edge }
spec:
  blocks: [{ start: ${start}, stop: ${stop} }]
`

export default defineRule({
  id: 'cilium/pool-range-reversed',
  appliesTo: [
    'cilium.io/v2/CiliumLoadBalancerIPPool',
    'cilium.io/v2alpha1/CiliumLoadBalancerIPPool'
  ],
  scope: 'manifest',
  severity: 'warning',
  tags: ['cilium', 'address', 'load-balancer'],
  what: 'A block of addresses ends before it begins, or mixes both families.',
  why: 'The API server takes the pool as it is; the block holds no address, so Services wait for one without end.',
  todo: 'Let `start` be the lower address, and both ends be of one family.',
  docs: {
    bad: pool('192.0.2.20', '192.0.2.10'),
    good: pool('192.0.2.10', '192.0.2.20'),
    see: ['https://docs.cilium.io/en/stable/network/lb-ipam/#cidrs-ranges-and-reserved-ips']
  },

  check({ manifest, report }) {
    for (const block of new Field(manifest.object).get('spec', 'blocks').items) {
      const [start, stop] = [block.get('start'), block.get('stop')]
      const [first, last] = [parseIp(start.text ?? ''), parseIp(stop.text ?? '')]
      if (!first || !last) continue
      const [from = '', to = ''] = [start.text, stop.text]
      if (first.family !== last.family) {
        report({
          at: stop.at,
          part: 'value',
          message: `${from} and ${to} are of two families.`
        })
        continue
      }
      if (first.value <= last.value) continue
      report({
        at: start.at,
        part: 'value',
        message: `${from} comes after ${to}.`,
        fixes: [
          {
            title: 'Swap the two',
            safe: true,
            preferred: true,
            change: edit => [...edit.set(start.at, to), ...edit.set(stop.at, from)]
          }
        ]
      })
    }
  }
})
