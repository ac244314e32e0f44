import { defineRule } from '../define-rule.ts'
import { attachment, attachmentKeys, inConfig, networkConfigOf } from '../shared/multus.ts'

const config = (type: string): string =>
  attachment(
    `{ "cniVersion": "1.0.0", "type": "${type}", "master": "eth1", "ipam": { "type": "host-local", "subnet": "192.0.2.0/24" } }`
  )

/** Plugins whose interfaces all stand on the same wire, whatever node they are on. */
const onTheWire = new Set(['macvlan', 'ipvlan', 'vlan', 'host-device'])

export default defineRule({
  id: 'multus/host-local-on-shared-wire',
  appliesTo: attachmentKeys,
  scope: 'manifest',
  severity: 'hint',
  tags: ['multus', 'cni', 'address'],
  what: 'Each node gives addresses of a network that all nodes share.',
  why: 'host-local remembers on its own node what it has given. On a network that reaches across nodes, two nodes give the same address to two Pods, and answers arrive at either.',
  todo: 'Use an address manager that knows all nodes, such as whereabouts or dhcp, or give each node a range of its own.',
  docs: {
    bad: config('macvlan'),
    good: config('bridge').replace('"master": "eth1", ', ''),
    see: ['https://www.cni.dev/plugins/current/ipam/host-local/']
  },

  check({ manifest, report }) {
    const config = networkConfigOf(manifest)
    for (const plugin of config?.plugins ?? []) {
      const type = plugin.get('type').text ?? ''
      const ipam = plugin.get('ipam', 'type')
      if (!config || ipam.text !== 'host-local' || !onTheWire.has(type)) continue
      report({
        ...inConfig(config, ipam.at, 'value'),
        message: `host-local gives the addresses of ${type}, node by node.`
      })
    }
  }
})
