import { formatIp, parseIp } from '../model/cidr.ts'
import type { Service } from '../model/kinds.ts'
import {
  addressOfReverseName,
  type DnsRecord,
  type RecordType,
  type ZoneAnswer
} from './dns-record.ts'
import { clusterIpsOf, isHeadless, nameOf, namespaceOf, titleOf, type Network } from './network.ts'
import { isReadyEndpoint } from './service-routing.ts'
import { whyNoEndpoints } from './no-endpoints.ts'

/** Seconds that the cluster's records may be kept, as kubeadm's Corefile sets it. */
export const clusterTtl = 30

/** How a server serves the cluster's zone; each of its settings is one of CoreDNS's kubernetes plugin. */
export interface ZoneSettings {
  readonly domain: string
  /** Seconds. */
  readonly ttl: number
  /** Names that spell out the address of a Pod: none, every address, or those of Pods of the namespace. */
  readonly pods: 'disabled' | 'insecure' | 'verified'
  /** The namespaces that have names; all of them when absent. */
  readonly namespaces?: readonly string[]
}

/** An address and port that a name of the cluster stands for. */
interface Host {
  readonly ip: string
  readonly port: number
  /** The name that SRV records point to. */
  readonly name: string
}

type Lookup =
  | { readonly found: 'hosts'; readonly hosts: readonly Host[]; readonly reason: string }
  | { readonly found: 'alias'; readonly target: string; readonly reason: string }
  | { readonly found: 'empty'; readonly reason: string }
  | { readonly found: 'nothing'; readonly reason: string }

/**
 * What the cluster's own DNS zone says to a question; undefined for names outside of it, which the server
 * forwards. Follows the DNS specification of Kubernetes (kubernetes/dns, docs/specification.md) as CoreDNS
 * implements it, with `pods insecure` unless told otherwise. An alias is answered by its CNAME alone: the caller follows it.
 */
export function answerInZone(
  network: Network,
  name: string,
  type: RecordType,
  settings?: ZoneSettings
): ZoneAnswer | undefined {
  const zone = settings ?? { domain: network.clusterDomain, ttl: clusterTtl, pods: 'insecure' }
  const lower = name.toLowerCase()
  const reverse = addressOfReverseName(lower)
  if (reverse) return reverseAnswer(network, zone, lower, formatIp(reverse), type)
  const suffix = `.${zone.domain}.`
  if (`.${lower}` === suffix)
    return { status: 'NOERROR', answers: [], reason: `${name} is the cluster's domain itself.` }
  if (!lower.endsWith(suffix)) return undefined

  const lookup = lookUp(network, zone, lower.slice(0, -suffix.length).split('.'))
  switch (lookup.found) {
    case 'nothing':
      return { status: 'NXDOMAIN', answers: [], reason: lookup.reason }
    case 'empty':
      return { status: 'NOERROR', answers: [], reason: lookup.reason }
    case 'alias': {
      const alias: DnsRecord = {
        type: 'CNAME',
        name: lower,
        ttl: zone.ttl,
        target: lookup.target
      }
      const follows = type === 'A' || type === 'AAAA' || type === 'CNAME'
      return { status: 'NOERROR', answers: follows ? [alias] : [], reason: lookup.reason }
    }
    case 'hosts':
      return {
        status: 'NOERROR',
        answers: recordsOf(lower, type, lookup.hosts, zone.ttl),
        reason: lookup.reason
      }
  }
}

/** The labels before the cluster's domain, from `svc` or `pod` leftwards. */
function lookUp(network: Network, zone: ZoneSettings, labels: readonly string[]): Lookup {
  const [last, namespace, service, ...rest] = [...labels].reverse()
  if (last !== 'svc' && last !== 'pod')
    return {
      found: 'nothing',
      reason: `Names under ${zone.domain} end in svc or pod, and ${labels.join('.')} does not.`
    }
  if (namespace === undefined)
    return { found: 'empty', reason: `${last}.${zone.domain} has no records itself.` }
  if (!network.hasNamespace(namespace) || zone.namespaces?.includes(namespace) === false)
    return { found: 'nothing', reason: `There is no namespace ${namespace}.` }
  if (service === undefined) return { found: 'empty', reason: `A namespace has no records itself.` }
  if (last === 'pod') return lookUpPod(network, zone, namespace, service)
  if (rest.length > 2)
    return {
      found: 'nothing',
      reason: `${labels.join('.')} has more parts than any name of a Service.`
    }
  return lookUpService(network, zone, namespace, service, rest)
}

function lookUpPod(
  network: Network,
  zone: ZoneSettings,
  namespace: string,
  dashed: string
): Lookup {
  if (zone.pods === 'disabled')
    return { found: 'nothing', reason: 'The server is set to give no names to Pods.' }
  const isIpv4 = /^[^-]+-[^-]+-[^-]+-[^-]+$/.test(dashed)
  const ip = parseIp(dashed.replaceAll('-', isIpv4 ? '.' : ':'))
  const owner = ip && network.podByIp(ip)
  if (ip && zone.pods === 'verified' && (!owner || namespaceOf(owner) !== namespace))
    return { found: 'nothing', reason: `No Pod of namespace ${namespace} has this address.` }
  return ip
    ? {
        found: 'hosts',
        hosts: [{ ip: formatIp(ip), port: 0, name: '' }],
        reason: 'The name spells the address out; no Pod has to exist for it.'
      }
    : { found: 'nothing', reason: `${dashed} does not spell an address.` }
}

/** `rest` is one label for an endpoint (`web-0`), two for a port (`_tcp`, `_http`), both read leftwards. */
function lookUpService(
  network: Network,
  zone: ZoneSettings,
  namespace: string,
  name: string,
  rest: readonly string[]
): Lookup {
  const service = network.service(namespace, name)
  if (service === undefined)
    return { found: 'nothing', reason: `There is no Service ${namespace}/${name}.` }
  const title = titleOf(service)
  const [protocol, portName] = rest.length === 2 ? rest.map(label => label.replace(/^_/, '')) : []
  const endpoint = rest.length === 1 ? rest[0] : undefined

  if (service.spec?.type === 'ExternalName') {
    const target = service.spec.externalName?.toLowerCase() ?? ''
    if (endpoint !== undefined || target === '' || parseIp(target))
      return {
        found: 'nothing',
        reason: `${title} is an alias, and ${endpoint === undefined ? 'its externalName is not a name' : 'aliases have no endpoints'}.`
      }
    return {
      found: 'alias',
      target: target.endsWith('.') ? target : `${target}.`,
      reason: `${title} is an alias of ${target}.`
    }
  }

  const headless = isHeadless(service)
  const all =
    headless || endpoint !== undefined
      ? endpointHosts(network, zone, service)
      : clusterIpHosts(zone, service)
  const hosts = all.filter(
    host =>
      (endpoint === undefined || host.hostname === endpoint) &&
      (portName === undefined || host.portName.toLowerCase() === portName) &&
      (protocol === undefined || host.protocol.toLowerCase() === protocol)
  )
  if (hosts.length > 0)
    return {
      found: 'hosts',
      hosts,
      reason: headless
        ? `${title} is headless, so its name stands for the addresses of its Pods.`
        : endpoint === undefined
          ? `The name stands for the cluster IP of ${title}.`
          : `The name stands for one endpoint of ${title}.`
    }
  return { found: 'nothing', reason: missingReason(network, service, endpoint, portName, all) }
}

function missingReason(
  network: Network,
  service: Service,
  endpoint: string | undefined,
  portName: string | undefined,
  all: readonly NamedHost[]
): string {
  const title = titleOf(service)
  if (portName !== undefined && all.length > 0)
    return `${title} has no port with that name and protocol.`
  if (endpoint !== undefined && all.length > 0)
    return `${title} has no ready endpoint with the host name ${endpoint}.`
  if (!isHeadless(service) && endpoint === undefined) return `${title} has no cluster IP yet.`
  return `${title} has no ready endpoints. ${whyNoEndpoints(network, service)}`
}

interface NamedHost extends Host {
  readonly hostname: string
  readonly portName: string
  readonly protocol: string
}

function clusterIpHosts(zone: ZoneSettings, service: Service): readonly NamedHost[] {
  const name = nameOfService(zone, service)
  return clusterIpsOf(service).flatMap(ip =>
    (service.spec?.ports ?? []).map(port => ({
      ip,
      port: port.port,
      name,
      hostname: '',
      portName: port.name ?? '',
      protocol: port.protocol ?? 'TCP'
    }))
  )
}

/** One entry per ready address and port; a Service without ports still gives its addresses. */
function endpointHosts(
  network: Network,
  zone: ZoneSettings,
  service: Service
): readonly NamedHost[] {
  const parent = nameOfService(zone, service)
  return network.slicesOf(service).flatMap(slice =>
    (slice.endpoints ?? []).filter(isReadyEndpoint).flatMap(endpoint =>
      endpoint.addresses.flatMap(ip => {
        const hostname = (endpoint.hostname ?? dashed(ip)).toLowerCase()
        const ports = slice.ports ?? []
        return (ports.length > 0 ? ports : [{}]).map(port => ({
          ip,
          port: port.port ?? 0,
          name: `${hostname}.${parent}`,
          hostname,
          portName: port.name ?? '',
          protocol: port.protocol ?? 'TCP'
        }))
      })
    )
  )
}

function dashed(ip: string): string {
  return ip.replaceAll(/[.:]/g, '-')
}

/** `web.backend.svc.cluster.local.` */
function nameOfService(zone: ZoneSettings, service: Service): string {
  return `${nameOf(service)}.${namespaceOf(service)}.svc.${zone.domain}.`.toLowerCase()
}

function recordsOf(
  name: string,
  type: RecordType,
  hosts: readonly Host[],
  ttl: number
): readonly DnsRecord[] {
  if (type === 'SRV') {
    const targets = uniqueBy(
      hosts.filter(host => host.name !== '' && host.port > 0),
      host => `${host.name} ${host.port}`
    )
    // CoreDNS shares 100 evenly; SRV clients pick in proportion.
    const weight = Math.floor(100 / Math.max(1, targets.length))
    return targets.map(({ port, name: target }) => ({
      type: 'SRV',
      name,
      ttl,
      priority: 0,
      weight,
      port,
      target
    }))
  }
  if (type !== 'A' && type !== 'AAAA') return []
  const family = type === 'A' ? 'IPv4' : 'IPv6'
  const addresses = hosts.filter(host => parseIp(host.ip)?.family === family).map(host => host.ip)
  return [...new Set(addresses)].map(address => ({ type, name, ttl, address }))
}

/** Cluster IPs name their Service, endpoint addresses name their endpoint; anything else is forwarded. */
function reverseAnswer(
  network: Network,
  zone: ZoneSettings,
  name: string,
  ip: string,
  type: RecordType
): ZoneAnswer | undefined {
  const targets = reverseTargets(network, zone, ip)
  if (targets.length === 0) return undefined
  const { ttl } = zone
  const answers = targets.map(target => ({ type: 'PTR' as const, name, ttl, target }))
  return {
    status: 'NOERROR',
    answers: type === 'PTR' ? answers : [],
    reason: `${ip} belongs to ${targets.join(', ')}`
  }
}

function reverseTargets(network: Network, zone: ZoneSettings, ip: string): readonly string[] {
  const parsed = parseIp(ip)
  const service = parsed && network.servicesByIp(parsed).find(entry => entry.via === 'clusterIP')
  if (service) return [nameOfService(zone, service.service)]
  const names = network.services.flatMap(candidate =>
    endpointHosts(network, zone, candidate)
      .filter(host => host.ip === ip)
      .map(host => host.name)
  )
  return [...new Set(names)]
}

function uniqueBy<Item>(items: readonly Item[], key: (item: Item) => string): readonly Item[] {
  return [...new Map(items.map(item => [key(item), item])).values()]
}
