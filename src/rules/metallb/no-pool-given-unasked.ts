import { Field } from '../../base/field.ts'
import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import {
  everyPoolAdvertised,
  isForMetallb,
  metallbAnnotation,
  pools,
  requestedAddresses
} from '../shared/metallb.ts'

const manifests = (annotations: string): string => `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: scarce, namespace: metallb-system }
spec: { addresses: [192.0.2.240-192.0.2.250], autoAssign: false }
---
apiVersion: v1
kind: Service
metadata: { name: web${annotations} }
spec:
  type: LoadBalancer
  ports: [{ port: 80 }]
${everyPoolAdvertised}`

export default defineRule<Service>({
  id: 'metallb/no-pool-given-unasked',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['metallb', 'service'],
  what: 'A Service names no pool, and every pool beside it waits to be named.',
  why: 'From a pool with `autoAssign: false` MetalLB gives an address only to a Service that asks for it, so this one stays pending.',
  todo: 'Name the pool in the annotation `metallb.io/address-pool`.',
  docs: {
    bad: manifests(''),
    good: manifests(', annotations: { metallb.io/address-pool: scarce }'),
    see: [
      'https://metallb.io/configuration/_advanced_ipaddresspool_configuration/#controlling-automatic-address-allocation'
    ]
  },

  check({ manifest, workspace, report }) {
    if (!isForMetallb(manifest) || requestedAddresses(manifest).length > 0) return
    if (manifest.object.spec?.loadBalancerClass !== undefined) return
    if (metallbAnnotation(manifest.object, 'address-pool').isThere) return
    const all = pools(workspace)
    const beside = all.filter(pool => pool.uri === manifest.uri)
    if (beside.length === 0 || beside.length < all.length) return
    if (beside.some(pool => new Field(pool.object).get('spec', 'autoAssign').value !== false))
      return
    const [only, another] = beside
    const name = another === undefined ? only?.name : undefined
    report({
      at: ['metadata', 'name'],
      part: 'value',
      message: `${manifest.name ?? 'The Service'} names no pool, and ${beside.map(pool => pool.name ?? '').join(' and ')} ${beside.length > 1 ? 'are' : 'is'} not given unasked.`,
      fixes:
        name === undefined
          ? []
          : [
              {
                title: `Ask for an address of \`${name}\``,
                safe: false,
                preferred: true,
                change: edit =>
                  edit.set(['metadata', 'annotations', 'metallb.io/address-pool'], name)
              }
            ]
    })
  }
})
