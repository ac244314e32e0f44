import { defineRule } from '../define-rule.ts'
import {
  attachment,
  attachmentKeys,
  changedConfig,
  inConfig,
  networkConfigOf
} from '../shared/multus.ts'

export default defineRule({
  id: 'multus/name-differs',
  appliesTo: attachmentKeys,
  scope: 'manifest',
  severity: 'hint',
  tags: ['multus', 'cni', 'name'],
  what: 'The network has one name in the object and another in its configuration.',
  why: 'Pods ask for it by the name of the object; the plugins keep their addresses under the name in the configuration, so networks that share it share addresses.',
  todo: 'Use one name, or leave it out of the configuration.',
  docs: {
    bad: attachment('{ "cniVersion": "1.0.0", "name": "other", "type": "bridge" }'),
    good: attachment('{ "cniVersion": "1.0.0", "name": "lab-net", "type": "bridge" }'),
    see: ['https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md']
  },

  check({ manifest, report }) {
    const config = networkConfigOf(manifest)
    const name = config?.root.get('name')
    const own = manifest.name
    if (!config || name?.text === undefined || own === undefined || name.text === own) return
    report({
      ...inConfig(config, name.at),
      message: `The object is called ${own}, and the network in it ${name.text}.`,
      fixes: [
        {
          title: `Set to \`${own}\``,
          safe: false,
          change: edit => edit.set(config.at, changedConfig(config, name.at, own))
        }
      ]
    })
  }
})
