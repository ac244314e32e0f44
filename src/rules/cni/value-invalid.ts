import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { bridge, cniFileKeys, inFile, networkList, pluginsOf } from '../shared/cni-file.ts'
import { modeFault, staticFaults, valueFaults } from '../shared/cni-values.ts'

export default defineRule({
  id: 'cni/value-invalid',
  appliesTo: cniFileKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['cni'],
  what: 'A plugin of the network does not take this value.',
  why: 'The plugin refuses its configuration or builds a network that does not work, so every Pod of the node stays in ContainerCreating.',
  todo: 'Write the value as the plugin reads it.',
  docs: {
    bad: networkList(bridge.replace('"cni0",', '"cni0", "isGateway": "true",')),
    good: networkList(bridge.replace('"cni0",', '"cni0", "isGateway": true,')),
    see: ['https://www.cni.dev/plugins/current/', 'https://www.cni.dev/docs/spec/']
  },

  check({ manifest, report }) {
    const plugins = pluginsOf(manifest)
    for (const fault of [
      ...valueFaults(new Field(manifest.object), plugins),
      ...plugins.flatMap(plugin => modeFault(plugin) ?? []),
      ...plugins.flatMap(staticFaults)
    ])
      report(inFile(fault))
  }
})
