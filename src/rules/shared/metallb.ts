import { parseAddressRange, type AddressRange } from '../../model/address-range.ts'
import { Field } from '../../base/field.ts'
import type { FieldPath } from '../../base/field-path.ts'
import type { KubeObject } from '../../model/object.ts'
import type { Service } from '../../model/kinds.ts'
import { mayShareNamespace, type Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export const metallbGroup = 'metallb.io'

export const poolKeys = ['metallb.io/v1beta1/IPAddressPool']

export const advertisementKeys = [
  'metallb.io/v1beta1/L2Advertisement',
  'metallb.io/v1beta1/BGPAdvertisement'
]

/** What MetalLB's annotations begin with, the newer first. */
export const metallbPrefixes = ['metallb.io/', 'metallb.universe.tf/']

export interface PoolRange {
  readonly pool: Manifest
  readonly at: FieldPath
  readonly text: string
  readonly range: AddressRange
}

export function pools(workspace: WorkspaceView): readonly Manifest[] {
  return workspace.ofKind(metallbGroup, 'IPAddressPool').filter(({ partial }) => !partial)
}

export function advertisements(workspace: WorkspaceView): readonly Manifest[] {
  return ['L2Advertisement', 'BGPAdvertisement'].flatMap(kind =>
    workspace.ofKind(metallbGroup, kind)
  )
}

/** The ranges of a pool that can be read. */
export function rangesOf(pool: Manifest): readonly PoolRange[] {
  return new Field(pool.object).get('spec', 'addresses').items.flatMap(item => {
    const range = parseAddressRange(item.text ?? '')
    return range ? [{ pool, at: item.at, text: item.text ?? '', range }] : []
  })
}

/** Every range of every pool here. Use it through `workspace.derive`. */
export function allPoolRanges(workspace: WorkspaceView): readonly PoolRange[] {
  return pools(workspace).flatMap(rangesOf)
}

/** The names of the pools that no advertisement here announces. Use it through `workspace.derive`. */
export function poolsWithoutAdvertisement(workspace: WorkspaceView): readonly Manifest[] {
  return pools(workspace).filter(
    pool => !advertisements(workspace).some(advertisement => announces(advertisement, pool))
  )
}

/**
 * Whether an advertisement takes in a pool: by name, by labels, or because it names none and so takes in all.
 * https://metallb.io/concepts/layer2/
 */
export function announces(advertisement: Manifest, pool: Manifest): boolean {
  if (!mayShareNamespace(advertisement, pool)) return false
  const spec = new Field(advertisement.object).get('spec')
  const names = spec.get('ipAddressPools').texts
  const selectors = spec.get('ipAddressPoolSelectors')
  if (names.length === 0 && selectors.items.length === 0) return true
  return (pool.name !== undefined && names.includes(pool.name)) || selectors.items.length > 0
}

/** A value of one of MetalLB's annotations, under either prefix. */
export function metallbAnnotation(object: KubeObject, name: string): Field {
  const annotations = new Field(object).get('metadata', 'annotations')
  const key = metallbPrefixes.map(prefix => prefix + name).find(one => annotations.get(one).isThere)
  return annotations.get(key ?? `metallb.io/${name}`)
}

/** The Services that a load balancer without a class of its own serves. */
export function isForMetallb(service: Manifest<Service>): boolean {
  return service.object.spec?.type === 'LoadBalancer' && !service.partial
}

export interface RequestedAddress {
  readonly text: string
  readonly at: FieldPath
}

/** The addresses that a Service asks for, by MetalLB's annotation or by the field of old. */
export function requestedAddresses(service: Manifest<Service>): readonly RequestedAddress[] {
  const annotation = metallbAnnotation(service.object, 'loadBalancerIPs')
  if (annotation.text !== undefined)
    return annotation.text
      .split(',')
      .map(part => ({ text: part.trim(), at: annotation.at }))
      .filter(({ text }) => text !== '')
  const field = new Field(service.object).get('spec', 'loadBalancerIP')
  return field.text === undefined || field.text === '' ? [] : [{ text: field.text, at: field.at }]
}

/** For the examples of pages: announces every pool, so that only the fault in question is told. */
export const everyPoolAdvertised = `---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: every-pool, namespace: metallb-system }
`
