import { defineRule } from '../define-rule.ts'
import { bridge, cniFileKeys, networkList, pluginsOf } from '../shared/cni-file.ts'

const needed: Readonly<Record<string, string>> = { portmap: 'portMappings', bandwidth: 'bandwidth' }

export default defineRule({
  id: 'cni/capability-missing',
  appliesTo: cniFileKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['cni', 'ports'],
  what: 'A plugin does not get what it works on.',
  why: 'The runtime passes ports of the host and limits only to plugins that list them in `capabilities`. Without it `hostPort` does nothing.',
  todo: 'Add the capability to the plugin.',
  docs: {
    bad: networkList(bridge, '{ "type": "portmap" }'),
    good: networkList(bridge, '{ "type": "portmap", "capabilities": { "portMappings": true } }'),
    see: ['https://www.cni.dev/plugins/current/meta/portmap/']
  },

  check({ manifest, report }) {
    for (const plugin of pluginsOf(manifest)) {
      const type = plugin.get('type')
      const capability = Object.hasOwn(needed, type.text ?? '')
        ? needed[type.text ?? '']
        : undefined
      if (capability === undefined || plugin.get('capabilities', capability).value === true)
        continue
      // A limit may be written into the file itself.
      if (type.text === 'bandwidth' && plugin.keys.some(key => key.endsWith('Rate'))) continue
      report({
        at: type.at,
        part: 'value',
        message: `${type.text ?? ''} needs the capability ${capability}.`,
        fixes: [
          {
            title: `Add the capability ${capability}`,
            safe: false,
            preferred: true,
            change: edit => edit.set([...plugin.at, 'capabilities', capability], true)
          }
        ]
      })
    }
  }
})
