import { defineRule } from '../define-rule.ts'
import { staticFaults } from '../shared/cni-values.ts'
import { attachment, attachmentKeys, inConfigOf, networkConfigOf } from '../shared/multus.ts'

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
    for (const fault of (config?.plugins ?? []).flatMap(staticFaults))
      if (config) report(inConfigOf(config, fault))
  }
})
