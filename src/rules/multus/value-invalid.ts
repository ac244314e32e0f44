import { defineRule } from '../define-rule.ts'
import { valueFaults } from '../shared/cni-values.ts'
import { attachment, attachmentKeys, inConfigOf, networkConfigOf } from '../shared/multus.ts'

const config = (mtu: string): string =>
  attachment(
    `{ "cniVersion": "1.0.0", "type": "macvlan", "master": "eth1", "mtu": ${mtu}, "ipam": { "type": "dhcp" } }`
  )

export default defineRule({
  id: 'multus/value-invalid',
  appliesTo: attachmentKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['multus', 'cni'],
  what: 'A plugin of the network does not take this value.',
  why: 'The plugin refuses its configuration or builds a network that does not work, so Pods on the network stay in ContainerCreating.',
  todo: 'Write the value as the plugin reads it.',
  docs: {
    bad: config('"1400"'),
    good: config('1400'),
    see: ['https://www.cni.dev/plugins/current/', 'https://www.cni.dev/docs/spec/']
  },

  check({ manifest, report }) {
    const config = networkConfigOf(manifest)
    if (!config?.root.isMap) return
    // The version has a rule of its own.
    for (const fault of valueFaults(config.root, config.plugins))
      if (fault.field.at.at(-1) !== 'cniVersion') report(inConfigOf(config, fault))
  }
})
