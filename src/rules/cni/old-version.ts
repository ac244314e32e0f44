import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { cniFileKeys } from '../shared/cni-file.ts'
import { setTo } from '../shared/set-to.ts'

const network = (version: string): string => `cniVersion: ${version}
name: lab
plugins:
  - { type: bridge, ipam: { type: host-local, subnet: 10.22.0.0/24 } }
`

export default defineRule({
  id: 'cni/old-version',
  appliesTo: cniFileKeys,
  scope: 'manifest',
  severity: 'hint',
  tags: ['cni', 'version'],
  what: 'The network is written in an old version of CNI.',
  why: 'Before 0.4.0 there is no CHECK, so a network that broke is not noticed.',
  todo: 'Write 1.0.0 or 1.1.0, when all plugins of the network know it.',
  docs: {
    bad: network('0.3.1'),
    good: network('1.0.0'),
    see: ['https://www.cni.dev/docs/spec/#version']
  },
  labs: ['cni-plugin-and-ebpf'],

  check({ manifest, report }) {
    const version = new Field(manifest.object).get('cniVersion')
    if (!/^0\.[123]\.\d+$/.test(version.text ?? '')) return
    report({
      at: version.at,
      part: 'value',
      message: `Version ${version.text ?? ''} has no CHECK.`,
      fixes: setTo(version.at, '1.0.0')
    })
  }
})
