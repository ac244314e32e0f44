import { Field } from '../../base/field.ts'
import { parseAddressRange } from '../../model/address-range.ts'
import { defineRule } from '../define-rule.ts'
import { everyPoolAdvertised, poolKeys } from '../shared/metallb.ts'

const pool = (range: string): string => `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lab, namespace: metallb-system }
spec:
  addresses:
    - ${range}
${everyPoolAdvertised}`

export default defineRule({
  id: 'metallb/range-reversed',
  appliesTo: poolKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['metallb', 'address'],
  what: 'A range of addresses ends before it begins.',
  why: 'MetalLB refuses the pool, and with it every further change of its configuration.',
  todo: 'Put the lower address first.',
  docs: {
    bad: pool('192.0.2.250-192.0.2.240'),
    good: pool('192.0.2.240-192.0.2.250'),
    see: ['https://metallb.io/configuration/']
  },

  check({ manifest, report }) {
    for (const item of new Field(manifest.object).get('spec', 'addresses').items) {
      const text = item.text ?? ''
      const range = parseAddressRange(text)
      if (!range || range.first <= range.last) continue
      const [first = '', last = ''] = text.split('-').map(part => part.trim())
      const swapped = `${last}-${first}`
      report({
        at: item.at,
        part: 'value',
        message: `${first} comes after ${last}.`,
        fixes: [
          {
            title: `Write \`${swapped}\``,
            safe: true,
            preferred: true,
            change: edit => edit.set(item.at, swapped)
          }
        ]
      })
    }
  }
})
