import { defineRule } from '../define-rule.ts'
import {
  attachment,
  attachmentKeys,
  changedConfig,
  inConfig,
  networkConfigOf
} from '../shared/multus.ts'
import { slipOf } from '../shared/slip-of.ts'

const plugins = [
  ...['bridge', 'macvlan', 'ipvlan', 'vlan', 'ptp', 'host-device', 'loopback', 'dummy', 'tap'],
  ...['portmap', 'bandwidth', 'firewall', 'sbr', 'tuning', 'vrf', 'sriov', 'ovs', 'flannel']
]
const ipams = ['host-local', 'dhcp', 'static', 'whereabouts']

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
    for (const plugin of config?.plugins ?? [])
      for (const [field, known] of [
        [plugin.get('type'), plugins],
        [plugin.get('ipam', 'type'), ipams]
      ] as const) {
        const type = field.text
        if (!config || type === undefined || known.includes(type)) continue
        const meant =
          slipOf(type, known) ??
          slipOf(type.replaceAll('_', '-'), known) ??
          known.find(name => name === type.replaceAll('_', '-').toLowerCase())
        if (meant === undefined) continue
        report({
          ...inConfig(config, field.at),
          message: `There is no plugin ${type}; there is ${meant}.`,
          fixes: [
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
