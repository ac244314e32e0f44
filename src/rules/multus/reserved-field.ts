import { defineRule } from '../define-rule.ts'
import { attachment, attachmentKeys, inConfig, networkConfigOf } from '../shared/multus.ts'

export default defineRule({
  id: 'multus/reserved-field',
  appliesTo: attachmentKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['multus', 'cni'],
  what: 'The configuration sets a field that the runtime fills in.',
  why: 'The runtime writes `runtimeConfig` and `prevResult` itself before it runs a plugin, so what is written here is lost.',
  todo: 'Take it away; what a Pod asks for goes into its annotation, what a plugin takes into `capabilities`.',
  docs: {
    bad: attachment(
      '{ "cniVersion": "1.0.0", "type": "bridge", "runtimeConfig": { "mac": "c2:b0:57:49:47:f1" } }'
    ),
    good: attachment(
      '{ "cniVersion": "1.0.0", "type": "bridge", "capabilities": { "mac": true } }'
    ),
    see: [
      'https://www.cni.dev/docs/spec/#deriving-execution-configuration-from-plugin-configuration'
    ]
  },

  check({ manifest, report }) {
    const config = networkConfigOf(manifest)
    if (!config) return
    for (const plugin of config.plugins)
      for (const key of ['runtimeConfig', 'prevResult']) {
        const field = plugin.get(key)
        if (field.isThere)
          report({
            ...inConfig(config, field.at, 'key'),
            message: `\`${key}\` is written by the runtime.`
          })
      }
  }
})
