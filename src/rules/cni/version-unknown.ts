import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { bridge, cniFileKeys, inFile, networkList } from '../shared/cni-file.ts'
import { cniVersions } from '../shared/cni-values.ts'

export default defineRule({
  id: 'cni/version-unknown',
  appliesTo: cniFileKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['cni', 'version'],
  what: 'The version of CNI is none that there is.',
  why: 'A plugin refuses a version that it does not know, so every Pod of the node stays in ContainerCreating.',
  todo: 'Write `"cniVersion": "1.0.0"`, or the newest that all plugins of the network know.',
  docs: {
    bad: networkList(bridge).replace('1.0.0', '1.1'),
    good: networkList(bridge),
    see: ['https://www.cni.dev/docs/spec/#version']
  },

  check({ manifest, report }) {
    const field = new Field(manifest.object).get('cniVersion')
    const text = field.text
    if (text === undefined || cniVersions.includes(text) || /[_{$]/.test(text)) return
    // Newer versions than these are for newer plugins than are known here.
    if (/^(?:1\.[2-9]|[2-9]\.\d+)\.\d+$/.test(text)) return
    const longer = `${text}.0`
    report(
      inFile({
        field,
        message: `There is no version ${text} of CNI.`,
        meant: cniVersions.includes(longer) ? longer : '1.0.0'
      })
    )
  }
})
