import { rangesOverlap } from '../../model/address-range.ts'
import { defineRule } from '../define-rule.ts'
import { folderOf } from '../shared/folder-of.ts'
import { describeManifest, mayShareNamespace } from '../manifest.ts'
import { allPoolRanges, everyPoolAdvertised, poolKeys, rangesOf } from '../shared/metallb.ts'

const pool = (name: string, range: string): string => `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: ${name}, namespace: metallb-system }
spec: { addresses: [${range}] }
`

export default defineRule({
  id: 'metallb/ranges-overlap',
  appliesTo: poolKeys,
  scope: 'workspace',
  severity: 'error',
  tags: ['metallb', 'address'],
  what: 'Two ranges of address pools have addresses in common.',
  why: 'MetalLB refuses a pool that overlaps another one or itself, because an address could be given away twice.',
  todo: 'Take the common addresses out of one of the two ranges.',
  docs: {
    bad: `${pool('public', '192.0.2.0/28')}---\n${pool('internal', '192.0.2.8-192.0.2.20')}${everyPoolAdvertised}`,
    good: `${pool('public', '192.0.2.0/28')}---\n${pool('internal', '192.0.2.16-192.0.2.20')}${everyPoolAdvertised}`,
    see: ['https://metallb.io/configuration/_advanced_ipaddresspool_configuration/']
  },

  check({ manifest, workspace, report }) {
    if (manifest.partial) return
    const all = workspace.derive(allPoolRanges)
    for (const own of rangesOf(manifest)) {
      if (own.range.first > own.range.last) continue
      const before = all.slice(
        0,
        all.findIndex(other => other.pool === manifest && other.at.at(-1) === own.at.at(-1))
      )
      // Pools of one name, or in folders of their own, are those of several clusters.
      const other = before.find(
        one =>
          rangesOverlap(one.range, own.range) &&
          (one.pool === manifest ||
            (one.pool.name !== manifest.name &&
              folderOf(one.pool.uri) === folderOf(manifest.uri) &&
              mayShareNamespace(one.pool, manifest)))
      )
      if (!other) continue
      const where = other.pool === manifest ? 'this pool' : describeManifest(other.pool)
      report({
        at: own.at,
        part: 'value',
        // Files of one folder may be examples of which one is chosen.
        severity: other.pool.uri === manifest.uri ? 'error' : 'hint',
        message: `${own.text} overlaps ${other.text} of ${where}.`,
        related: [{ manifest: other.pool, at: other.at, message: 'The other range is here.' }]
      })
    }
  }
})
