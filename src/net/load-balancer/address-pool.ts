import { itemsOf, numberOf, recordOf, stringOf } from '../../base/json.ts'
import { firstIpOf, formatIp, lastIpOf, parseCidr, parseIp, type Ip } from '../../model/cidr.ts'
import type { IpFamily, Service } from '../../model/kinds.ts'
import type { KubeObject } from '../../model/object.ts'
import { selects, type LabelSelector, type Labels } from '../../model/selector.ts'

/** Addresses from the first to the last, both included. */
export interface AddressRange {
  readonly first: Ip
  readonly last: Ip
}

/** A pool of addresses for load balancers. https://metallb.io/apis/#ipaddresspool */
export interface AddressPool {
  readonly name: string
  readonly ranges: readonly AddressRange[]
  /** Whether Services that don't name the pool may get its addresses. */
  readonly autoAssign: boolean
  /** Leaves out addresses that end in .0 and .255. */
  readonly avoidBuggyIPs: boolean
  /** Set when the pool is for some Services only. */
  readonly allocation?: {
    /** 1 is the highest; 0, or none, the lowest. */
    readonly priority: number
    readonly namespaces: readonly string[]
    readonly namespaceSelectors: readonly LabelSelector[]
    readonly serviceSelectors: readonly LabelSelector[]
  }
}

/** Reads `172.18.255.200-172.18.255.250` or `fd00::/120`; undefined for what is no range of one family. */
export function parseAddressRange(text: string): AddressRange | undefined {
  const cidr = parseCidr(text.trim())
  if (cidr) return { first: firstIpOf(cidr), last: lastIpOf(cidr) }
  const [from = '', to = '', ...rest] = text.split('-').map(part => part.trim())
  const [first, last] = [parseIp(from), parseIp(to)]
  if (!first || !last || rest.length > 0 || first.family !== last.family) return undefined
  return first.value <= last.value ? { first, last } : undefined
}

/** The pool that an IPAddressPool describes. Ranges that can't be read are left out. */
export function addressPoolOf(object: KubeObject): AddressPool {
  const spec = recordOf(object.spec)
  const allocation = recordOf(spec.serviceAllocation)
  return {
    name: object.metadata.name ?? '',
    ranges: itemsOf(spec.addresses).flatMap(text => parseAddressRange(String(text)) ?? []),
    autoAssign: spec.autoAssign !== false,
    avoidBuggyIPs: spec.avoidBuggyIPs === true,
    ...(spec.serviceAllocation !== undefined && {
      allocation: {
        priority: numberOf(allocation.priority) ?? 0,
        namespaces: itemsOf(allocation.namespaces).flatMap(one => stringOf(one) ?? []),
        namespaceSelectors: itemsOf(allocation.namespaceSelectors).map(recordOf),
        serviceSelectors: itemsOf(allocation.serviceSelectors).map(recordOf)
      }
    })
  }
}

export function rangeContains({ first, last }: AddressRange, ip: Ip): boolean {
  return first.family === ip.family && first.value <= ip.value && ip.value <= last.value
}

export function poolContains(pool: AddressPool, address: string): boolean {
  const ip = parseIp(address)
  return ip !== undefined && pool.ranges.some(range => rangeContains(range, ip))
}

/** Whether a pool may serve a Service at all: a pool without `serviceAllocation` serves every one. */
export function poolServes(pool: AddressPool, service: Service, namespaceLabels: Labels): boolean {
  const { allocation } = pool
  if (!allocation) return true
  const { namespaces, namespaceSelectors, serviceSelectors } = allocation
  const namespace = service.metadata.namespace ?? 'default'
  const inNamespace =
    (namespaces.length === 0 && namespaceSelectors.length === 0) ||
    namespaces.includes(namespace) ||
    namespaceSelectors.some(one => selects(one, namespaceLabels))
  const labels = service.metadata.labels ?? {}
  const isSelected =
    serviceSelectors.length === 0 || serviceSelectors.some(one => selects(one, labels))
  return inNamespace && isSelected
}

/** The lowest free address of a family in a pool. */
export function freeAddress(
  pool: AddressPool,
  family: IpFamily,
  isFree: (address: string) => boolean
): string | undefined {
  for (const { first, last } of pool.ranges) {
    if (first.family !== family) continue
    // A range of IPv6 has more addresses than a cluster has Services; no search is longer than this.
    const end = last.value - first.value > 65_535n ? first.value + 65_535n : last.value
    for (let value = first.value; value <= end; value++) {
      const address = formatIp({ family, value })
      if (pool.avoidBuggyIPs && family === 'IPv4' && /\.(0|255)$/.test(address)) continue
      if (isFree(address)) return address
    }
  }
  return undefined
}
