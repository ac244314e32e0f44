import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { bridge, cniFileKeys, networkList, pluginsOf } from '../shared/cni-file.ts'

export default defineRule({
  id: 'cni/name-missing',
  appliesTo: cniFileKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['cni'],
  what: 'The network has no name, or a plugin no type.',
  why: 'The runtime refuses the file, and the node stays NotReady without a network.',
  todo: 'Write `name` once at the top, and `type` in every plugin.',
  docs: {
    bad: networkList(bridge).replace('  "name": "lab",\n', ''),
    good: networkList(bridge),
    see: ['https://www.cni.dev/docs/spec/#section-1-network-configuration-format']
  },

  check({ manifest, report }) {
    const root = new Field(manifest.object)
    const name = root.get('name')
    if (name.text === undefined || !/^[a-zA-Z0-9][\w.-]*$/.test(name.text))
      report({
        at: name.isThere ? name.at : ['cniVersion'],
        part: name.isThere ? 'value' : 'key',
        message: name.isThere
          ? 'The name has to begin with a letter or a digit, and to go on with those, `_`, `.` and `-`.'
          : 'The network has no name.'
      })
    const list = root.get('plugins')
    if (list.isThere && list.items.length === 0)
      report({ at: list.at, message: 'The list of plugins is empty.' })
    for (const plugin of pluginsOf(manifest)) {
      if (plugin.get('type').text === undefined)
        report({ at: plugin.at, message: 'The plugin has no type.' })
      const ipam = plugin.get('ipam')
      if (ipam.isMap && !ipam.isEmpty && ipam.get('type').text === undefined)
        report({ at: ipam.at, message: '`ipam` has no type.' })
    }
  }
})
