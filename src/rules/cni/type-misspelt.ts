import { defineRule } from '../define-rule.ts'
import { bridge, cniFileKeys, inFile, networkList, pluginsOf } from '../shared/cni-file.ts'
import { typeFaults } from '../shared/cni-values.ts'

export default defineRule({
  id: 'cni/type-misspelt',
  appliesTo: cniFileKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['cni'],
  what: 'The name of a plugin is written with a slip.',
  why: 'The runtime finds no program of that name, so every Pod of the node stays in ContainerCreating.',
  todo: 'Write the name of the plugin as its program is called.',
  docs: {
    bad: networkList(bridge.replace('host-local', 'host-locla')),
    good: networkList(bridge),
    see: ['https://www.cni.dev/plugins/current/']
  },

  check({ manifest, report }) {
    for (const fault of pluginsOf(manifest).flatMap(typeFaults)) report(inFile(fault))
  }
})
