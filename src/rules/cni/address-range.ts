import type { Field } from '../../base/field.ts'
import {
  cidrContains,
  cidrHasHostBits,
  formatCidr,
  maskCidr,
  parseCidr,
  parseIp
} from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import type { Report } from '../report.ts'
import { bridge, cniFileKeys, networkList, pluginsOf } from '../shared/cni-file.ts'
import { setTo } from '../shared/set-to.ts'

export default defineRule({
  id: 'cni/address-range',
  appliesTo: cniFileKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['cni', 'address'],
  what: 'The addresses that host-local is to give are no range of its subnet.',
  why: 'The plugin refuses its configuration, so every Pod of the node stays in ContainerCreating.',
  todo: 'Write the subnet by its network address, and both ends of the range inside of it.',
  docs: {
    bad: networkList(bridge.replace('10.22.0.0/16', '10.22.0.1/16')),
    good: networkList(bridge),
    see: ['https://www.cni.dev/plugins/current/ipam/host-local/']
  },

  check({ manifest, report }) {
    for (const plugin of pluginsOf(manifest)) {
      const ipam = plugin.get('ipam')
      if (ipam.get('type').text !== 'host-local') continue
      const sets = ipam.get('ranges').items.flatMap(set => set.items)
      for (const range of ipam.get('subnet').isThere ? [ipam, ...sets] : sets)
        for (const found of faultsOf(range)) report(found)
    }
  }
})

function faultsOf(range: Field): readonly Report[] {
  const subnet = range.get('subnet')
  const text = subnet.text
  // Flannel and others write `usePodCidr` for the range of the node.
  if (text === undefined || /^usePodCidr$|[{$]/.test(text)) return []
  const cidr = parseCidr(text)
  if (!cidr) return [{ at: subnet.at, part: 'value', message: `${text} is no range of addresses.` }]
  if (cidrHasHostBits(cidr)) {
    const meant = formatCidr(maskCidr(cidr))
    return [
      {
        at: subnet.at,
        part: 'value',
        message: `${text} is no network address; ${meant} is.`,
        fixes: setTo(subnet.at, meant)
      }
    ]
  }
  return ['rangeStart', 'rangeEnd'].flatMap(key => {
    const field = range.get(key)
    const ip = parseIp(field.text ?? '')
    return ip && !cidrContains(cidr, ip)
      ? [
          {
            at: field.at,
            part: 'value' as const,
            message: `${field.text ?? ''} is not in ${text}.`
          }
        ]
      : []
  })
}
