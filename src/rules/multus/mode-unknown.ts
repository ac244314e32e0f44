import { defineRule } from '../define-rule.ts'
import { modeFault } from '../shared/cni-values.ts'
import { attachment, attachmentKeys, inConfigOf, networkConfigOf } from '../shared/multus.ts'

const config = (mode: string): string =>
  attachment(
    `{ "cniVersion": "1.0.0", "type": "macvlan", "master": "eth1", "mode": "${mode}", "ipam": { "type": "dhcp" } }`
  )

export default defineRule({
  id: 'multus/mode-unknown',
  appliesTo: attachmentKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['multus', 'cni'],
  what: 'The plugin has no such mode.',
  why: 'It refuses its configuration, so Pods on the network stay in ContainerCreating.',
  todo: 'Use a mode that the plugin has, or leave it away for the usual one.',
  docs: {
    bad: config('passthrough'),
    good: config('passthru'),
    see: [
      'https://www.cni.dev/plugins/current/main/macvlan/',
      'https://www.cni.dev/plugins/current/main/ipvlan/'
    ]
  },

  check({ manifest, report }) {
    const config = networkConfigOf(manifest)
    for (const plugin of config?.plugins ?? []) {
      const fault = modeFault(plugin)
      if (config && fault) report(inConfigOf(config, fault))
    }
  }
})
