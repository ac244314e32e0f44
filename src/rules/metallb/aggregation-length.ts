import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { announces, pools, rangesOf } from '../shared/metallb.ts'

const manifests = (length: string): string => `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: public, namespace: metallb-system }
spec: { addresses: [192.0.2.0/26] }
---
apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata: { name: public, namespace: metallb-system }
spec: { ipAddressPools: [public], aggregationLength: ${length} }
`

const families = [
  { key: 'aggregationLength', family: 'IPv4', most: 32 },
  { key: 'aggregationLengthV6', family: 'IPv6', most: 128 }
] as const

export default defineRule({
  id: 'metallb/aggregation-length',
  appliesTo: ['metallb.io/v1beta1/BGPAdvertisement'],
  scope: 'workspace',
  severity: 'error',
  tags: ['metallb', 'bgp'],
  what: 'Addresses are announced in steps that are wider than their pool.',
  why: 'The router would be told of addresses that MetalLB does not own, so MetalLB refuses the configuration.',
  todo: 'Set the length to the prefix length of the pool or to more.',
  docs: {
    bad: manifests('24'),
    good: manifests('26'),
    see: ['https://metallb.io/configuration/_advanced_bgp_configuration/#advertising-configuration']
  },

  check({ manifest, workspace, report }) {
    const spec = new Field(manifest.object).get('spec')
    const named = spec.get('ipAddressPools').texts
    for (const { key, family, most } of families) {
      const length = spec.get(key).number
      if (length === undefined) continue
      const at = spec.get(key).at
      if (length < 0 || length > most) {
        report({ at, part: 'value', message: `A prefix of ${family} has 0 to ${most} bits.` })
        continue
      }
      const own = pools(workspace).filter(
        pool => named.includes(pool.name ?? '') && announces(manifest, pool)
      )
      const narrow = own
        .flatMap(rangesOf)
        .find(
          ({ range }) => range.family === family && range.bits !== undefined && range.bits > length
        )
      if (narrow)
        report({
          at,
          part: 'value',
          message: `The pool ${narrow.pool.name ?? ''} has ${narrow.text} only, which is less than a /${length}.`,
          related: [{ manifest: narrow.pool, at: narrow.at, message: 'The range is here.' }]
        })
    }
  }
})
