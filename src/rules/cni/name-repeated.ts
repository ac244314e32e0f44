import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { cniFileKeys } from '../shared/cni-file.ts'
import { folderOf } from '../shared/folder-of.ts'

const network = (name: string, subnet: string): string => `cniVersion: 1.0.0
name: ${name}
plugins:
  - { type: bridge, bridge: cni0, ipam: { type: host-local, subnet: ${subnet} } }
`

export default defineRule({
  id: 'cni/name-repeated',
  appliesTo: cniFileKeys,
  scope: 'workspace',
  severity: 'hint',
  tags: ['cni', 'name'],
  what: 'Two networks of one folder have one name.',
  why: 'Plugins keep addresses under the name of the network, so the two take them from each other; and a runtime that looks a network up by its name finds the first one.',
  todo: 'Give each network a name of its own.',
  docs: {
    bad: `${network('lab', '10.22.0.0/24')}---\n${network('lab', '10.23.0.0/24')}`,
    good: `${network('lab', '10.22.0.0/24')}---\n${network('other', '10.23.0.0/24')}`,
    see: ['https://www.cni.dev/docs/spec/#configuration-format']
  },
  labs: ['cni-plugin-and-ebpf'],

  check({ manifest, workspace, report }) {
    const name = new Field(manifest.object).get('name')
    const all = cniFileKeys
      .flatMap(key => workspace.all(key))
      .filter(({ uri }) => folderOf(uri) === folderOf(manifest.uri))
    const other = all
      .slice(0, all.indexOf(manifest))
      .find(one => new Field(one.object).get('name').text === name.text)
    if (other && name.text !== undefined)
      report({
        at: name.at,
        part: 'value',
        message: `Another network here is called ${name.text}.`,
        related: [{ manifest: other, at: ['name'], message: 'The other is here.' }]
      })
  }
})
