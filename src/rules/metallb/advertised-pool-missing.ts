import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { mayShareNamespace } from '../manifest.ts'
import { advertisementKeys, pools, poolsWithoutAdvertisement } from '../shared/metallb.ts'
import { slipOf } from '../shared/slip-of.ts'

const manifests = (advertised: string): string => `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: public, namespace: metallb-system }
spec: { addresses: [192.0.2.240-192.0.2.250] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: public, namespace: metallb-system }
spec: { ipAddressPools: [${advertised}] }
`

export default defineRule({
  id: 'metallb/advertised-pool-missing',
  appliesTo: advertisementKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['metallb', 'reference'],
  what: 'An advertisement names a pool that is not here, while the one that is meant is.',
  why: 'Addresses of the other pool are given to Services and never announced, so no packet arrives.',
  todo: 'Write the name of the pool as it is.',
  docs: {
    bad: manifests('pubilc'),
    good: manifests('public'),
    see: ['https://metallb.io/configuration/#announce-the-service-ips']
  },

  check({ manifest, workspace, report }) {
    const here = pools(workspace).filter(pool => mayShareNamespace(pool, manifest))
    const names = here.flatMap(({ name }) => (name === undefined ? [] : [name]))
    for (const item of new Field(manifest.object).get('spec', 'ipAddressPools').items) {
      const name = item.text
      if (name === undefined || names.includes(name)) continue
      // A pool of the same file that nobody announces is the one that was meant.
      const lonely = workspace
        .derive(poolsWithoutAdvertisement)
        .filter(pool => pool.uri === manifest.uri)
      const only = here.length === 1 && lonely.length === 1 ? lonely[0]?.name : undefined
      const meant = slipOf(name, names) ?? only
      if (meant === undefined) continue
      report({
        at: item.at,
        part: 'value',
        message: `There is no pool ${name} here; there is ${meant}.`,
        fixes: [
          {
            title: `Announce \`${meant}\``,
            safe: false,
            preferred: true,
            change: edit => edit.set(item.at, meant)
          }
        ]
      })
    }
  }
})
