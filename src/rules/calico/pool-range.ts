import { Field } from '../../base/field.ts'
import { cidrHasHostBits, formatCidr, maskCidr, parseCidr } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import type { Report } from '../report.ts'
import { calicoKeys } from '../shared/calico.ts'
import { setTo } from '../shared/set-to.ts'

const pool = (cidr: string): string => `apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: pods }
spec: { cidr: ${cidr}, natOutgoing: true }
`

export default defineRule({
  id: 'calico/pool-range',
  appliesTo: calicoKeys('IPPool'),
  scope: 'manifest',
  severity: 'error',
  tags: ['calico', 'address'],
  what: 'Calico does not take the range as a pool.',
  why: 'A pool is a network address that holds at least one block, with one way to carry packets between nodes; Calico refuses others.',
  todo: 'Write the network address, a range no smaller than `blockSize` (26 for IPv4, 122 for IPv6), and IPIP or VXLAN, not both.',
  docs: {
    bad: pool('10.48.0.1/16'),
    good: pool('10.48.0.0/16'),
    see: ['https://docs.tigera.io/calico/latest/reference/resources/ippool']
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    const spec = new Field(manifest.object).get('spec')
    const fault = rangeFault(spec) ?? encapsulationFault(spec)
    if (fault) report(fault)
  }
})

function rangeFault(spec: Field): Report | undefined {
  const field = spec.get('cidr')
  const text = field.text
  if (text === undefined || text.includes('${')) return undefined
  const cidr = parseCidr(text)
  const at = field.at
  if (!cidr) return { at, part: 'value', message: `${text} is no range of addresses.` }
  if (cidrHasHostBits(cidr)) {
    const meant = formatCidr(maskCidr(cidr))
    return {
      at,
      part: 'value',
      message: `${text} is no network address; ${meant} is.`,
      fixes: setTo(at, meant, { safe: true })
    }
  }
  const block = spec.get('blockSize').number ?? (cidr.family === 'IPv4' ? 26 : 122)
  return cidr.bits > block
    ? { at, part: 'value', message: `${text} is smaller than one block, which is a /${block}.` }
    : undefined
}

function encapsulationFault(spec: Field): Report | undefined {
  const isOn = (key: string): boolean => !['Never', '', undefined].includes(spec.get(key).text)
  const ipip = spec.get('ipipMode')
  if (isOn('ipipMode') && isOn('vxlanMode'))
    return { at: ipip.at, message: 'IPIP and VXLAN are both on.' }
  return isOn('ipipMode') && spec.get('cidr').text?.includes(':') === true
    ? { at: ipip.at, message: 'There is no IPIP for IPv6.' }
    : undefined
}
