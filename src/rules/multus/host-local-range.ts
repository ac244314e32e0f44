import type { Field } from '../../base/field.ts'
import {
  cidrContains,
  cidrHasHostBits,
  formatCidr,
  maskCidr,
  parseCidr,
  parseIp,
  widthOf
} from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import {
  attachment,
  attachmentKeys,
  changedConfig,
  inConfig,
  networkConfigOf
} from '../shared/multus.ts'

const config = (start: string): string =>
  attachment(
    `{ "cniVersion": "1.0.0", "type": "bridge", "ipam": { "type": "host-local", "subnet": "192.0.2.0/24", "rangeStart": "${start}" } }`
  )

interface RangeFault {
  readonly field: Field
  readonly message: string
  readonly meant?: string
}

export default defineRule({
  id: 'multus/host-local-range',
  appliesTo: attachmentKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['multus', 'cni', 'address'],
  what: 'The addresses that host-local is to give are no range of its subnet.',
  why: 'The plugin refuses its configuration, so Pods on the network stay in ContainerCreating.',
  todo: 'Write the subnet by its network address, and both ends of the range inside of it.',
  docs: {
    bad: config('192.0.3.10'),
    good: config('192.0.2.10'),
    see: ['https://www.cni.dev/plugins/current/ipam/host-local/']
  },

  check({ manifest, report }) {
    const config = networkConfigOf(manifest)
    for (const plugin of config?.plugins ?? []) {
      const ipam = plugin.get('ipam')
      if (!config || ipam.get('type').text !== 'host-local') continue
      const sets = ipam.get('ranges').items.flatMap(set => set.items)
      const all = ipam.get('subnet').isThere ? [ipam, ...sets] : sets
      if (all.length === 0)
        report({
          ...inConfig(config, ipam.at, 'key'),
          message: 'host-local has no subnet to give addresses of.'
        })
      for (const { field, message, meant } of all.flatMap(faultsOf))
        report({
          ...inConfig(config, field.at),
          message,
          fixes:
            meant === undefined
              ? []
              : [
                  {
                    title: `Set to \`${meant}\``,
                    safe: false,
                    preferred: true,
                    change: edit => edit.set(config.at, changedConfig(config, field.at, meant))
                  }
                ]
        })
    }
  }
})

function faultsOf(range: Field): readonly RangeFault[] {
  const subnet = range.get('subnet')
  const cidr = parseCidr(subnet.text ?? '')
  if (!cidr)
    return [{ field: subnet, message: `${subnet.text ?? 'The subnet'} is no range of addresses.` }]
  if (cidrHasHostBits(cidr)) {
    const meant = formatCidr(maskCidr(cidr))
    return [
      { field: subnet, message: `${subnet.text ?? ''} is no network address; ${meant} is.`, meant }
    ]
  }
  if (cidr.bits > widthOf(cidr.family) - 2)
    return [{ field: subnet, message: `${subnet.text ?? ''} is too small to give addresses of.` }]
  const found: RangeFault[] = []
  for (const key of ['rangeStart', 'rangeEnd', 'gateway']) {
    const field = range.get(key)
    if (field.text === undefined || field.text === '') continue
    const ip = parseIp(field.text)
    if (!ip) found.push({ field, message: `${field.text} is no address.` })
    else if (key !== 'gateway' && !cidrContains(cidr, ip))
      found.push({ field, message: `${field.text} is not in ${subnet.text ?? ''}.` })
  }
  const [start, end] = ['rangeStart', 'rangeEnd'].map(key => parseIp(range.get(key).text ?? ''))
  if (found.length === 0 && start && end && start.value > end.value)
    found.push({ field: range.get('rangeEnd'), message: 'The range ends before it begins.' })
  return found
}
