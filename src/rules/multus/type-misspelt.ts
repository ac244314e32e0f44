import { defineRule } from '../define-rule.ts'
import { typeFaults } from '../shared/cni-values.ts'
import { attachment, attachmentKeys, inConfigOf, networkConfigOf } from '../shared/multus.ts'

export default defineRule({
  id: 'multus/type-misspelt',
  appliesTo: attachmentKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['multus', 'cni'],
  what: 'The name of a plugin is written with a slip.',
  why: 'The runtime finds no program of that name, so Pods on the network stay in ContainerCreating.',
  todo: 'Write the name of the plugin as its program is called.',
  docs: {
    bad: attachment('{ "cniVersion": "1.0.0", "type": "macvaln", "ipam": { "type": "dhcp" } }'),
    good: attachment('{ "cniVersion": "1.0.0", "type": "macvlan", "ipam": { "type": "dhcp" } }'),
    see: ['https://www.cni.dev/plugins/current/']
  },

  check({ manifest, report }) {
    const config = networkConfigOf(manifest)
    for (const fault of (config?.plugins ?? []).flatMap(typeFaults))
      if (config) report(inConfigOf(config, fault))
  }
})
