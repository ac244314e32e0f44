import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { bridge, cniFileKeys, networkList } from '../shared/cni-file.ts'

export default defineRule({
  id: 'cni/not-a-list',
  appliesTo: cniFileKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['cni', 'version'],
  what: 'A network of version 1.0 or later is written as one plugin.',
  why: 'Since version 1.0 of CNI a network is a list of plugins. Runtimes read the single form of older versions only.',
  todo: 'Put the plugin into the list `plugins`, and name the file `*.conflist`.',
  docs: {
    bad: '{ "cniVersion": "1.0.0", "name": "lab", "type": "bridge", "bridge": "cni0" }\n',
    good: networkList(bridge),
    see: ['https://www.cni.dev/docs/spec-upgrades/#changes-in-cni-v10']
  },

  check({ manifest, report }) {
    const root = new Field(manifest.object)
    const version = root.get('cniVersion').text ?? ''
    if (root.get('plugins').isThere || version.startsWith('0.')) return
    report({
      at: root.get('type').at,
      message: `In version ${version} a network is a list of plugins.`
    })
  }
})
