import { didYouMean } from '../../base/did-you-mean.ts'
import { defineRule } from '../define-rule.ts'
import {
  attachment,
  attachmentKeys,
  changedConfig,
  inConfig,
  networkConfigOf
} from '../shared/multus.ts'

const modes: Readonly<Record<string, readonly string[]>> = {
  macvlan: ['bridge', 'private', 'vepa', 'passthru'],
  ipvlan: ['l2', 'l3', 'l3s']
}

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
      const type = plugin.get('type').text ?? ''
      const known = Object.hasOwn(modes, type) ? (modes[type] ?? []) : []
      const mode = plugin.get('mode')
      if (!config || known.length === 0 || mode.text === undefined || mode.text === '') continue
      if (known.includes(mode.text)) continue
      const meant = didYouMean(mode.text, known)
      report({
        ...inConfig(config, mode.at),
        message: `${type} has no mode ${mode.text}; it has ${known.join(', ')}.`,
        fixes:
          meant === undefined
            ? []
            : [
                {
                  title: `Set to \`${meant}\``,
                  safe: false,
                  preferred: true,
                  change: edit => edit.set(config.at, changedConfig(config, mode.at, meant))
                }
              ]
      })
    }
  }
})
