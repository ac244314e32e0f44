import { defineRule } from '../define-rule.ts'
import { attachment, attachmentKeys, inConfig, networkConfigOf } from '../shared/multus.ts'

export default defineRule({
  id: 'multus/macvlan-on-wireless',
  appliesTo: attachmentKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['multus', 'cni'],
  what: 'A macvlan stands on a wireless interface.',
  why: 'Each Pod gets a MAC address of its own, and an access point takes frames from the one address only that has signed in, so nothing of the Pods comes through.',
  todo: 'Use an interface with a cable, or the plugin `bridge` or `ipvlan`, whose Pods share the address of the node.',
  docs: {
    bad: attachment(
      '{ "cniVersion": "1.0.0", "name": "lab-net", "type": "macvlan", "master": "wlan0" }'
    ),
    good: attachment(
      '{ "cniVersion": "1.0.0", "name": "lab-net", "type": "macvlan", "master": "eth0" }'
    ),
    see: ['https://www.cni.dev/plugins/current/main/macvlan/']
  },
  labs: ['multus'],

  check({ manifest, report }) {
    const config = networkConfigOf(manifest)
    for (const plugin of config?.plugins ?? []) {
      const master = plugin.get('master')
      // The kernel and systemd call what has no cable wlan0, wlp3s0, wlx….
      if (!config || plugin.get('type').text !== 'macvlan' || !/^wl[anpox]/.test(master.text ?? ''))
        continue
      report({
        ...inConfig(config, master.at),
        message: `${master.text ?? ''} is wireless.`
      })
    }
  }
})
