import { parseCidr, parseIp } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import { attachment, attachmentKeys, inConfig, networkConfigOf } from '../shared/multus.ts'

const config = (address: string): string =>
  attachment(
    `{ "cniVersion": "1.0.0", "type": "macvlan", "ipam": { "type": "static", "addresses": [{ "address": "${address}" }] } }`
  )

export default defineRule({
  id: 'multus/static-address',
  appliesTo: attachmentKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['multus', 'cni', 'address'],
  what: 'A fixed address has no prefix length, or is none.',
  why: 'The plugin refuses its configuration, so Pods on the network stay in ContainerCreating.',
  todo: 'Write the address with the length of its subnet, as `192.0.2.10/24`.',
  docs: {
    bad: config('192.0.2.10'),
    good: config('192.0.2.10/24'),
    see: ['https://www.cni.dev/plugins/current/ipam/static/']
  },

  check({ manifest, report }) {
    const config = networkConfigOf(manifest)
    for (const plugin of config?.plugins ?? []) {
      const ipam = plugin.get('ipam')
      if (!config || ipam.get('type').text !== 'static') continue
      for (const item of ipam.get('addresses').items) {
        const address = item.get('address')
        const text = address.text
        if (text === undefined || parseCidr(text)) continue
        report({
          ...inConfig(config, address.at),
          message: parseIp(text) ? `${text} has no prefix length.` : `${text} is no address.`
        })
      }
    }
  }
})
