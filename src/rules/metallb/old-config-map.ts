import { Field } from '../../base/field.ts'
import { parseYamlFile } from '../../yaml/yaml-file.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule({
  id: 'metallb/old-config-map',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['metallb', 'removed'],
  what: 'The ConfigMap holds address pools for MetalLB as it was before version 0.13.',
  why: 'MetalLB has read IPAddressPool and advertisement objects ever since and ignores the ConfigMap, so Services of type LoadBalancer stay pending.',
  todo: 'Write an IPAddressPool for each pool, and an L2Advertisement or a BGPAdvertisement.',
  docs: {
    bad: `apiVersion: v1
kind: ConfigMap
metadata: { name: config, namespace: metallb-system }
data:
  config: |
    address-pools:
      - name: default
        protocol: layer2
        addresses: [192.0.2.240-192.0.2.250]
`,
    good: `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: default, namespace: metallb-system }
spec: { addresses: [192.0.2.240-192.0.2.250] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: default, namespace: metallb-system }
spec: { ipAddressPools: [default] }
`,
    see: ['https://metallb.io/configuration/migration_to_crds/']
  },

  check({ manifest, report }) {
    const config = new Field(manifest.object).get('data', 'config').text
    if (manifest.name !== 'config' || config === undefined) return
    if (!/^address-pools:/m.test(config)) return
    const pools = poolsIn(config)
    const isLayer2 = pools.every(({ protocol }) => protocol === 'layer2')
    report({
      at: ['kind'],
      part: 'value',
      message: 'MetalLB does not read this ConfigMap any more.',
      fixes:
        pools.length > 0 && isLayer2
          ? [
              {
                title: 'Replace it by an IPAddressPool and an L2Advertisement for each pool',
                safe: false,
                preferred: true,
                change: edit =>
                  edit.replaceBy(pools.flatMap(pool => objectsFor(pool, manifest.namespace)))
              }
            ]
          : []
    })
  }
})

interface OldPool {
  readonly name: string
  readonly protocol: string | undefined
  readonly addresses: readonly string[]
  readonly autoAssign: unknown
}

function poolsIn(config: string): readonly OldPool[] {
  const value = parseYamlFile(config).documents[0]?.value
  return new Field(value).get('address-pools').items.map(pool => ({
    name: pool.get('name').text ?? 'default',
    protocol: pool.get('protocol').text,
    addresses: pool.get('addresses').texts,
    autoAssign: pool.get('auto-assign').value
  }))
}

function objectsFor(pool: OldPool, namespace = 'metallb-system'): readonly object[] {
  const metadata = { name: pool.name, namespace }
  const apiVersion = 'metallb.io/v1beta1'
  return [
    {
      apiVersion,
      kind: 'IPAddressPool',
      metadata,
      spec: {
        addresses: pool.addresses,
        ...(pool.autoAssign === false && { autoAssign: false })
      }
    },
    { apiVersion, kind: 'L2Advertisement', metadata, spec: { ipAddressPools: [pool.name] } }
  ]
}
