import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { bridge, cniFileKeys, networkList, pluginsOf } from '../shared/cni-file.ts'

export default defineRule({
  id: 'cni/reserved-field',
  appliesTo: cniFileKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['cni'],
  what: 'The file sets a field that the runtime fills in.',
  why: 'The runtime writes `runtimeConfig`, `args` and `prevResult` itself before it runs a plugin, so what is written here is lost or refused.',
  todo: 'Take the field away.',
  docs: {
    bad: networkList(
      '{ "type": "bridge", "bridge": "cni0", "runtimeConfig": { "mac": "c2:b0:57:49:47:f1" } }'
    ),
    good: networkList(bridge),
    see: [
      'https://www.cni.dev/docs/spec/#deriving-execution-configuration-from-plugin-configuration'
    ]
  },

  check({ manifest, report }) {
    const places = [...pluginsOf(manifest), new Field(manifest.object)]
    const seen = new Set<string>()
    for (const key of ['runtimeConfig', 'prevResult'])
      for (const place of places) {
        const field = place.get(key)
        if (!field.isThere || seen.has(field.at.join('/'))) continue
        seen.add(field.at.join('/'))
        report({ at: field.at, message: `\`${key}\` is written by the runtime.` })
      }
  }
})
