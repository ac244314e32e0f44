import { Field } from '../../base/field.ts'
import { parseAddressRange } from '../../model/address-range.ts'
import { isIpv4Mapped, parseIp } from '../../model/cidr.ts'
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
  id: 'metallb/range-invalid',
  appliesTo: poolKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['metallb', 'address'],
  what: 'An entry of a pool is no range of addresses.',
  why: 'MetalLB refuses the pool, and with it every further change of its configuration.',
  todo: 'Write a range as `192.0.2.0/28` or as `192.0.2.240-192.0.2.250`, both ends of one family.',
  docs: {
    bad: pool('192.0.2.240'),
    good: pool('192.0.2.240/32'),
    see: ['https://metallb.io/configuration/']
  },

  check({ manifest, report }) {
    for (const item of new Field(manifest.object).get('spec', 'addresses').items) {
      const text = item.text
      if (text === undefined || /\$\{|\{\{/.test(text)) continue
      const single = parseIp(text)
      const message = faultOf(text)
      if (message === undefined) continue
      report({
        at: item.at,
        part: 'value',
        message,
        fixes: single
          ? [
              {
                title: `Write \`${text}/${single.family === 'IPv4' ? 32 : 128}\``,
                safe: true,
                preferred: true,
                change: edit => edit.set(item.at, `${text}/${single.family === 'IPv4' ? 32 : 128}`)
              }
            ]
          : []
      })
    }
  }
})

function faultOf(text: string): string | undefined {
  if (parseAddressRange(text)) {
    const mapped = text.split(/[-/]/).some(part => {
      const ip = parseIp(part.trim())
      return ip && isIpv4Mapped(ip)
    })
    return mapped ? `${text} has an IPv4 address written as an IPv6 address.` : undefined
  }
  if (parseIp(text)) return `${text} is an address and no range.`
  const ends = text.split('-').map(part => parseIp(part.trim()))
  const [first, last] = ends
  if (ends.length === 2 && first && last) return `${text} begins in one family and ends in another.`
  return `${text} is no range of addresses.`
}
