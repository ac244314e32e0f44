import { isRecord, itemsOf, recordOf, stringOf, type UnknownRecord } from '../../base/json.ts'
import type { Manifest } from '../../rules/manifest.ts'
import { parseYamlFile } from '../../yaml/yaml-file.ts'
import type { Rewrite } from './refactorings.ts'

/**
 * MetalLB's ConfigMap of before 0.13 as its custom resources.
 * https://metallb.io/configuration/migration_to_crds/
 */
export function metallbConfigToObjects({ object, namespace }: Manifest): Rewrite | undefined {
  const text = stringOf(recordOf(recordOf(object).data).config)
  const config: unknown = text === undefined ? undefined : parseYamlFile(text).documents[0]?.value
  const pools = itemsOf(recordOf(config)['address-pools']).filter(isRecord)
  if (pools.length === 0 || pools.some(pool => !isUsable(pool))) return undefined
  const metadata = (name: unknown): object => ({ name, namespace: namespace ?? 'metallb-system' })
  const objects = pools.flatMap(pool => [
    {
      apiVersion: 'metallb.io/v1beta1',
      kind: 'IPAddressPool',
      metadata: metadata(pool.name),
      spec: {
        addresses: pool.addresses,
        ...(pool['auto-assign'] === false && { autoAssign: false }),
        ...(pool['avoid-buggy-ips'] === true && { avoidBuggyIPs: true })
      }
    },
    {
      apiVersion: 'metallb.io/v1beta1',
      kind: pool.protocol === 'bgp' ? 'BGPAdvertisement' : 'L2Advertisement',
      metadata: metadata(pool.name),
      spec: { ipAddressPools: [pool.name] }
    }
  ])
  const peers = itemsOf(recordOf(config).peers)
    .filter(isRecord)
    .map((peer, i) => ({
      apiVersion: 'metallb.io/v1beta2',
      kind: 'BGPPeer',
      metadata: metadata(`peer-${i + 1}`),
      spec: {
        peerAddress: peer['peer-address'],
        peerASN: peer['peer-asn'],
        myASN: peer['my-asn'],
        ...(peer['peer-port'] !== undefined && { peerPort: peer['peer-port'] })
      }
    }))
  return {
    title: 'Convert to IPAddressPool and advertisements of MetalLB',
    objects: [...objects, ...peers]
  }
}

/** Communities, node selectors and passwords need a person's eye. */
function isUsable(pool: UnknownRecord): boolean {
  return (
    typeof pool.name === 'string' &&
    Array.isArray(pool.addresses) &&
    (pool.protocol === 'layer2' || pool.protocol === 'bgp') &&
    pool['bgp-advertisements'] === undefined
  )
}
