import { parseIp, formatIp } from '../../model/cidr.ts'
import type { IpFamily, Service } from '../../model/kinds.ts'
import type { Labels } from '../../model/selector.ts'
import { clusterIpsOf } from '../network.ts'
import { freeAddress, poolContains, poolServes, type AddressPool } from './address-pool.ts'

/** Addresses for a Service, or the reason why it gets none. */
export type Allocation =
  | { readonly addresses: readonly string[]; readonly pool: string; readonly problem?: undefined }
  | { readonly problem: string }

export interface AllocationRequest {
  readonly service: Service
  readonly pools: readonly AddressPool[]
  readonly namespaceLabels: Labels
  /** Other Services that have load balancer addresses. */
  readonly others: readonly Service[]
}

/** The annotation under MetalLB's name, or under the one it had before. */
export function metallbAnnotation(service: Service, name: string): string | undefined {
  const { annotations = {} } = service.metadata
  return annotations[`metallb.io/${name}`] ?? annotations[`metallb.universe.tf/${name}`]
}

/**
 * The addresses that MetalLB's controller gives a Service: those it asks for, else of the pool it names, else
 * of the pools that are for it, else of any pool. https://metallb.io/usage/
 */
export function allocate(request: AllocationRequest): Allocation {
  const { service, pools, namespaceLabels } = request
  const asked = askedAddresses(service)
  if (typeof asked === 'string') return { problem: asked }
  const poolName = metallbAnnotation(service, 'address-pool')
  if (asked.length > 0) return assignAsked(request, asked, poolName)
  if (poolName !== undefined && poolName !== '') {
    const pool = pools.find(one => one.name === poolName)
    if (!pool) return { problem: `unknown pool "${poolName}"` }
    if (!poolServes(pool, service, namespaceLabels))
      return { problem: `pool ${pool.name} not compatible for ip assignment` }
    const found = fromPool(request, pool)
    return found.length > 0
      ? { addresses: found, pool: pool.name }
      : { problem: `no available IPs in pool ${pool.name} for ${familyWord(service)} IPFamily` }
  }
  return best(request, [
    ...byPriority(pools.filter(one => one.allocation && one.autoAssign)),
    ...pools.filter(one => !one.allocation && one.autoAssign)
  ])
}

/** The first pool that gives every family; else, where one family is enough, the first that gives any. */
function best(request: AllocationRequest, pools: readonly AddressPool[]): Allocation {
  const { service, namespaceLabels } = request
  const fitting = pools.filter(pool => poolServes(pool, service, namespaceLabels))
  const offers = fitting
    .map(pool => ({ pool: pool.name, addresses: fromPool(request, pool) }))
    .filter(({ addresses }) => addresses.length > 0)
  const wanted = familiesOf(service).length
  return (
    offers.find(({ addresses }) => addresses.length === wanted) ??
    offers[0] ?? { problem: 'no available IPs' }
  )
}

function byPriority(pools: readonly AddressPool[]): readonly AddressPool[] {
  const rank = (pool: AddressPool): number => {
    const priority = pool.allocation?.priority ?? 0
    return priority === 0 ? Infinity : priority
  }
  return [...pools].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)))
}

/** Free addresses for the families of a Service. Only PreferDualStack is content with one of two. */
function fromPool(request: AllocationRequest, pool: AddressPool): readonly string[] {
  const { service } = request
  const families = familiesOf(service)
  const found = families.flatMap(
    family => freeAddress(pool, family, one => sharingProblem(request, one) === undefined) ?? []
  )
  const isEnough = found.length === families.length
  return isEnough || service.spec?.ipFamilyPolicy === 'PreferDualStack' ? found : []
}

function assignAsked(
  request: AllocationRequest,
  asked: readonly string[],
  poolName: string | undefined
): Allocation {
  const { service, pools, namespaceLabels } = request
  const list = `[${asked.map(one => `"${one}"`).join(' ')}]`
  const families = asked.map(one => parseIp(one)?.family)
  if (asked.length > 2) return { problem: `more than two addresses ${list}` }
  if (asked.length === 2 && families[0] === families[1])
    return { problem: `"${asked[0] ?? ''}" "${asked[1] ?? ''}" has the same family` }
  const own = familiesOf(service)
  const fits = own.length === asked.length && own.every(family => families.includes(family))
  if (!fits)
    return {
      problem: `requested loadBalancer IP(s) ${list} does not match the ipFamily of the service`
    }
  const pool = pools.find(one => asked.every(address => poolContains(one, address)))
  if (!pool) return { problem: `${list} is not allowed in config` }
  if (!poolServes(pool, service, namespaceLabels))
    return { problem: `pool ${pool.name} not compatible for ip assignment` }
  for (const address of asked) {
    const problem = sharingProblem(request, address)
    if (problem !== undefined) return { problem }
  }
  if (poolName !== undefined && poolName !== '' && poolName !== pool.name)
    return {
      problem: `requested loadBalancer IP(s) ${list} is not compatible with requested address pool ${poolName}`
    }
  return { addresses: asked, pool: pool.name }
}

/** The addresses that a Service asks for, in canonical text; a sentence when they can't be read. */
export function askedAddresses(service: Service): readonly string[] | string {
  const annotated = metallbAnnotation(service, 'loadBalancerIPs')
  const { loadBalancerIP = '' } = service.spec ?? {}
  if (annotated === undefined || annotated === '') {
    if (loadBalancerIP === '') return []
    const ip = parseIp(loadBalancerIP)
    return ip ? [formatIp(ip)] : `invalid spec.loadBalancerIP "${loadBalancerIP}"`
  }
  if (loadBalancerIP !== '')
    return 'service can not have both metallb.io/loadBalancerIPs and svc.Spec.LoadBalancerIP'
  const ips = annotated.split(',').map(part => parseIp(part.trim()))
  return ips.every(ip => ip !== undefined)
    ? ips.map(formatIp)
    : `invalid metallb.io/loadBalancerIPs: "${annotated}"`
}

/**
 * Why an address that others have can't be shared; undefined when it is free or may be. `checkSharing` and
 * `sharingOK` of MetalLB's internal/allocator.
 */
function sharingProblem(
  { service, others }: AllocationRequest,
  address: string
): string | undefined {
  const title = ({ metadata }: Service): string =>
    `${metadata.namespace ?? ''}/${metadata.name ?? ''}`
  const holders = others.filter(other => loadBalancerIpsOf(other).includes(address))
  if (holders.some(other => !mayShare(service, other)))
    return `can't change sharing key for "${title(service)}", address also in use by ${holders.map(title).join(',')}`
  for (const other of holders) {
    const shared = sharedPort(service, other)
    if (shared !== undefined) return `port ${shared} is already in use on "${address}"`
  }
  return undefined
}

/** The same key, and the same Pods where a node answers for its own alone. */
function mayShare(service: Service, other: Service): boolean {
  const keys = [service, other].map(one => metallbAnnotation(one, 'allow-shared-ip') ?? '')
  return keys[0] !== '' && keys[0] === keys[1] && backendKey(service) === backendKey(other)
}

function backendKey({ spec }: Service): string {
  if (spec?.externalTrafficPolicy !== 'Local') return ''
  return JSON.stringify(Object.entries(spec.selector ?? {}).sort())
}

function sharedPort(a: Service, b: Service): string | undefined {
  const portsOf = (one: Service): string[] =>
    (one.spec?.ports ?? []).map(({ protocol = 'TCP', port }) => `${protocol}/${port}`)
  return portsOf(a).find(port => portsOf(b).includes(port))
}

export function loadBalancerIpsOf(service: Service): readonly string[] {
  return (service.status?.loadBalancer?.ingress ?? []).flatMap(one => one.ip ?? [])
}

/** The families of the cluster IPs, which those of the load balancer follow. */
export function familiesOf(service: Service): readonly IpFamily[] {
  const byIp = clusterIpsOf(service).flatMap(text => parseIp(text)?.family ?? [])
  return byIp.length > 0 ? byIp : (service.spec?.ipFamilies ?? ['IPv4'])
}

function familyWord(service: Service): string {
  const families = familiesOf(service)
  return families.length > 1 ? 'dual' : (families[0] ?? 'IPv4').toLowerCase()
}
