import { defineRule } from '../define-rule.ts'
import type { FixPlan } from '../report.ts'
import { cniVersions } from '../shared/cni-values.ts'
import {
  attachment,
  attachmentKeys,
  changedConfig,
  inConfig,
  networkConfigOf
} from '../shared/multus.ts'

export default defineRule({
  id: 'multus/cni-version',
  appliesTo: attachmentKeys,
  scope: 'manifest',
  severity: 'error',
  tags: ['multus', 'cni', 'version'],
  what: 'The version of CNI is none that there is.',
  why: 'A plugin refuses a version that it does not know, so Pods on the network stay in ContainerCreating.',
  todo: 'Write `"cniVersion": "1.0.0"`, or the newest that all plugins of the network know.',
  docs: {
    bad: attachment('{ "cniVersion": "1.0", "type": "bridge" }'),
    good: attachment('{ "cniVersion": "1.0.0", "type": "bridge" }'),
    see: ['https://www.cni.dev/docs/spec/#version']
  },

  check({ manifest, report }) {
    const config = networkConfigOf(manifest)
    if (!config?.root.isMap) return
    const version = config.root.get('cniVersion')
    const fixes: readonly FixPlan[] = [
      {
        title: 'Set to `1.0.0`',
        safe: false,
        preferred: true,
        change: edit => edit.set(config.at, changedConfig(config, ['cniVersion'], '1.0.0'))
      }
    ]
    const place = inConfig(config, version.at)
    if (!version.isThere)
      report({
        ...inConfig(config, [], 'key'),
        severity: 'hint',
        message:
          'Without `cniVersion` plugins speak version 0.1.0, which has no chains and no CHECK.',
        fixes
      })
    else if (version.text === undefined)
      report({ ...place, message: 'The version has to be a text in double quotes.', fixes })
    // Newer versions than these are for newer plugins than are known here.
    else if (
      !cniVersions.includes(version.text) &&
      !/^(?:1\.[2-9]|[2-9]\.\d+)\.\d+$/.test(version.text)
    )
      report({ ...place, message: `There is no version ${version.text} of CNI.`, fixes })
    else if (
      cniVersions.indexOf(version.text) < cniVersions.indexOf('0.4.0') &&
      version.text.startsWith('0.')
    )
      report({
        ...place,
        severity: 'hint',
        message: `Version ${version.text} is old: it has no CHECK, so a broken network is not noticed.`,
        fixes
      })
  }
})
