import { defineRule } from '../define-rule.ts'
import { attachment, attachmentKeys, inConfig, networkConfigOf } from '../shared/multus.ts'

export default defineRule({
  id: 'multus/type-missing',
  appliesTo: attachmentKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['multus', 'cni'],
  what: 'The configuration does not say which plugin is to be run.',
  why: 'The runtime starts the program that `type` names. Without it Pods on the network stay in ContainerCreating.',
  todo: 'Write `type` in every plugin and in its `ipam`.',
  docs: {
    bad: attachment('{ "cniVersion": "1.0.0", "bridge": "br0", "ipam": { "type": "dhcp" } }'),
    good: attachment(
      '{ "cniVersion": "1.0.0", "type": "bridge", "bridge": "br0", "ipam": { "type": "dhcp" } }'
    ),
    see: ['https://www.cni.dev/docs/spec/#section-1-network-configuration-format']
  },

  check({ manifest, report }) {
    const config = networkConfigOf(manifest)
    if (!config?.root.isMap) return
    const list = config.root.get('plugins')
    if (list.isThere && list.items.length === 0)
      report({ ...inConfig(config, list.at, 'key'), message: 'The list of plugins is empty.' })
    for (const plugin of config.plugins) {
      const type = plugin.get('type').text
      if (type === undefined || type === '')
        report({ ...inConfig(config, plugin.at, 'key'), message: 'The plugin has no type.' })
      const ipam = plugin.get('ipam')
      // An empty one is how a network without addresses is written.
      if (ipam.isMap && !ipam.isEmpty && !ipam.get('type').isThere)
        report({ ...inConfig(config, ipam.at, 'key'), message: '`ipam` has no type.' })
    }
  }
})
