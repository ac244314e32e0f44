import { jsonEqual } from '../../base/json.ts'
import { withoutFields } from '../../api/merge/without-fields.ts'
import type { FieldError } from '../../api/field-error.ts'
import type { FieldPath } from '../../base/field-path.ts'
import { cidrContains, formatIp, parseCidr, parseIp } from '../../model/cidr.ts'
import type { IpFamily, Service, ServicePort, ServiceSpec } from '../../model/kinds.ts'
import type { Backend } from '../backend.ts'
import { invalid } from '../decode.ts'
import type { Resource } from '../registry.ts'

/** The ranges of Service addresses, dual-stack with IPv4 first. */
export const serviceCidrs: Readonly<Record<IpFamily, string>> = {
  IPv4: '10.96.0.0/16',
  IPv6: 'fd00:10:96::/112'
}

export const nodePortRange = { first: 30000, last: 32767 } as const

/** Gives a Service its families, cluster IPs and node ports. @throws ApiError 422 */
export function admitService(
  backend: Backend,
  resource: Resource,
  asked: Service,
  before: Service | undefined
): Service {
  const service = before ? withoutFieldsOfOldType(asked, before) : asked
  const spec = service.spec ?? {}
  // What a new one asks for in vain is left for validation to refuse.
  if (spec.type === 'ExternalName')
    return before ? { ...service, spec: withoutAddresses(spec) } : service
  const families = familiesOf(spec, before?.spec)
  const asIs = givenFamilies(spec, before?.spec, families)
  const wasHeadless = before?.spec?.clusterIP === 'None'
  const headless = spec.clusterIP === 'None' || (spec.clusterIP === undefined && wasHeadless)
  const addressed = headless
    ? {
        clusterIP: 'None',
        clusterIPs: givenList(spec.clusterIPs, before?.spec?.clusterIPs) ?? ['None']
      }
    : allocateIps(
        backend,
        resource,
        service,
        before,
        families.filter(one => asIs?.includes(one) ?? true)
      )
  const admitted: ServiceSpec = {
    ...spec,
    ...addressed,
    ipFamilies: asIs ?? families,
    ipFamilyPolicy:
      spec.ipFamilyPolicy ?? (families.length > 1 ? 'RequireDualStack' : 'SingleStack'),
    internalTrafficPolicy: spec.internalTrafficPolicy ?? 'Cluster',
    ...(spec.ports && { ports: allocateNodePorts(backend, resource, service, before) })
  }
  const checked = withHealthCheckPort(backend, admitted, before)
  return {
    ...service,
    spec: checked,
    status: service.status ?? { loadBalancer: {} }
  }
}

/**
 * A Service that changes loses what only the old one may have, unless the change itself sets it anew:
 * `dropTypeDependentFields` (pkg/registry/core/service).
 */
function withoutFieldsOfOldType(service: Service, before: Service): Service {
  const [spec, old] = [service.spec ?? {}, before.spec ?? {}]
  const isBalanced = spec.type === 'LoadBalancer'
  const dependent = [
    ...(old.type === 'LoadBalancer' && !isBalanced
      ? (['allocateLoadBalancerNodePorts', 'loadBalancerClass'] as const)
      : []),
    ...(isReachedFromOutside(old) && !isReachedFromOutside(spec)
      ? (['externalTrafficPolicy'] as const)
      : [])
  ]
  const stale = dependent.filter(field => spec[field] === old[field])
  return {
    ...service,
    spec: withoutFields(spec, ...stale),
    ...(!isBalanced && { status: { ...service.status, loadBalancer: {} } })
  }
}

function isReachedFromOutside({ type = 'ClusterIP', externalIPs = [] }: ServiceSpec): boolean {
  if (type === 'LoadBalancer' || type === 'NodePort') return true
  return type === 'ClusterIP' && externalIPs.length > 0
}

/** An address of a load balancer is one that kube-proxy takes for its own, unless its status says otherwise. */
export function withIpModes(service: Service): Service {
  const ingress = service.status?.loadBalancer?.ingress
  if (!ingress) return service
  const filled = ingress.map(one => (one.ip ? { ipMode: 'VIP' as const, ...one } : one))
  return {
    ...service,
    status: { ...service.status, loadBalancer: { ...service.status.loadBalancer, ingress: filled } }
  }
}

/** A list that was asked for now; what stood there before is no wish. */
function givenList<Item>(
  asked: readonly Item[] | undefined,
  before: readonly Item[] | undefined
): readonly Item[] | undefined {
  return asked === undefined || asked.length === 0 || jsonEqual(asked, before) ? undefined : asked
}

/** Families that don't fit together stay as they were asked for, so that validation refuses them. */
function givenFamilies(
  spec: ServiceSpec,
  before: ServiceSpec | undefined,
  families: readonly IpFamily[]
): readonly IpFamily[] | undefined {
  const given = givenList(spec.ipFamilies, before?.ipFamilies)
  return given && given.length >= families.length ? given : undefined
}

function withoutAddresses(spec: ServiceSpec): ServiceSpec {
  return withoutFields(
    spec,
    'clusterIP',
    'clusterIPs',
    'ipFamilies',
    'ipFamilyPolicy',
    'internalTrafficPolicy'
  )
}

function familiesOf(spec: ServiceSpec, before: ServiceSpec | undefined): readonly IpFamily[] {
  const given = spec.ipFamilies ?? before?.ipFamilies ?? []
  const byIp = (spec.clusterIPs ?? (spec.clusterIP === undefined ? [] : [spec.clusterIP]))
    .map(text => parseIp(text)?.family)
    .filter(family => family !== undefined)
  const first = given[0] ?? byIp[0] ?? 'IPv4'
  const other: IpFamily = first === 'IPv4' ? 'IPv6' : 'IPv4'
  const policy = spec.ipFamilyPolicy
  const dual =
    policy === 'PreferDualStack' ||
    policy === 'RequireDualStack' ||
    (policy === undefined && (given.length > 1 || byIp.length > 1)) ||
    (policy === undefined && given.length === 0 && isForAnybody(spec))
  return dual ? [first, other] : [first]
}

/** A headless Service without a selector may name addresses of either family, so it takes both. */
function isForAnybody({ clusterIP, selector }: ServiceSpec): boolean {
  return clusterIP === 'None' && Object.keys(selector ?? {}).length === 0
}

function allocateIps(
  backend: Backend,
  resource: Resource,
  service: Service,
  before: Service | undefined,
  families: readonly IpFamily[]
): { clusterIP: string; clusterIPs: string[] } {
  const kept = (before?.spec?.clusterIPs ?? []).filter(ip => ip !== 'None')
  const wanted = wantedIps(service)
  const taken = takenIps(backend, service)
  const ips = families.map((family, i) => {
    const asked = wanted[i] === undefined || wanted[i] === '' ? undefined : wanted[i]
    const own = kept.find(ip => parseIp(ip)?.family === family)
    if (asked === undefined || asked === own) return own ?? freeIp(family, taken)
    checkAsked(resource, service, asked, family, taken)
    return asked
  })
  return { clusterIP: ips[0] ?? '', clusterIPs: ips }
}

/** One address alone counts as a list of one. */
function wantedIps({ spec = {} }: Service): readonly string[] {
  return spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : [])
}

function takenIps(backend: Backend, service: Service): Set<string> {
  const taken = new Set<string>()
  for (const other of backend.store.list('/services') as Service[])
    if (other.metadata.uid !== service.metadata.uid)
      for (const ip of other.spec?.clusterIPs ?? []) taken.add(ip)
  return taken
}

function checkAsked(
  resource: Resource,
  service: Service,
  asked: string,
  family: IpFamily,
  taken: ReadonlySet<string>
): void {
  const refuse = (detail: string): Error =>
    invalidField(resource, service, ['spec', 'clusterIPs'], wantedIps(service), detail)
  const ip = parseIp(asked)
  const range = parseCidr(serviceCidrs[family])
  // A text that is no address, or one of the other family, is refused by validation, with its own words.
  if (!ip || !range || ip.family !== family) return
  if (!cidrContains(range, ip))
    throw refuse(
      `failed to allocate IP ${asked}: the provided network does not match the current range`
    )
  if (taken.has(formatIp(ip)))
    throw refuse(`failed to allocate IP ${asked}: provided IP is already allocated`)
}

/** Addresses are given out in order above the low ones, which are left for those who ask by number. */
function freeIp(family: IpFamily, taken: ReadonlySet<string>): string {
  const prefix = family === 'IPv4' ? '10.96.' : 'fd00:10:96::'
  for (let i = 256; i < 65_000; i++) {
    const ip = family === 'IPv4' ? `${prefix}${i >> 8}.${i & 255}` : `${prefix}${i.toString(16)}`
    if ((i & 255) !== 0 && (i & 255) !== 255 && !taken.has(ip)) return ip
  }
  throw new Error('no Service address is left')
}

function allocateNodePorts(
  backend: Backend,
  resource: Resource,
  service: Service,
  before: Service | undefined
): ServicePort[] {
  const spec = service.spec ?? {}
  const ports = spec.ports ?? []
  const needed =
    spec.type === 'NodePort' ||
    (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false)
  // A Service that no longer needs its node ports gives back those that it didn't ask for anew.
  if (!needed) return ports.map(port => (before ? withoutNodePort(port, before) : port))
  const taken = new Set<string>()
  for (const other of backend.store.list('/services') as Service[])
    if (other.metadata.uid !== service.metadata.uid)
      for (const port of other.spec?.ports ?? [])
        if (port.nodePort) taken.add(`${port.protocol ?? 'TCP'}/${port.nodePort}`)
  return ports.map((port, i) => {
    const protocol = port.protocol ?? 'TCP'
    const same = (before?.spec?.ports ?? []).find(
      old => old.port === port.port && (old.protocol ?? 'TCP') === protocol
    )
    const nodePort =
      given(port.nodePort) ?? given(same?.nodePort) ?? freePort(backend, taken, protocol)
    const path: FieldPath = ['spec', 'ports', i, 'nodePort']
    if (nodePort < nodePortRange.first || nodePort > nodePortRange.last)
      throw invalidField(
        resource,
        service,
        path,
        nodePort,
        `provided port is not in the valid range. The range of valid ports is ${nodePortRange.first}-${nodePortRange.last}`
      )
    if (taken.has(`${protocol}/${nodePort}`))
      throw invalidField(resource, service, path, nodePort, 'provided port is already allocated')
    taken.add(`${protocol}/${nodePort}`)
    return { ...port, nodePort }
  })
}

/** A load balancer asks a node at this port whether it has an endpoint, when traffic stays on nodes. */
function withHealthCheckPort(
  backend: Backend,
  spec: ServiceSpec,
  before: Service | undefined
): ServiceSpec {
  if (spec.type !== 'LoadBalancer' || spec.externalTrafficPolicy !== 'Local')
    return withoutFields(spec, 'healthCheckNodePort')
  const taken = new Set(
    (backend.store.list('/services') as Service[]).flatMap(other => [
      ...(other.spec?.ports ?? []).map(port => `TCP/${port.nodePort ?? 0}`),
      `TCP/${other.spec?.healthCheckNodePort ?? 0}`
    ])
  )
  const healthCheckNodePort =
    given(spec.healthCheckNodePort) ??
    given(before?.spec?.healthCheckNodePort) ??
    freePort(backend, taken, 'TCP')
  return { ...spec, healthCheckNodePort }
}

/** Zero is how Go writes "no port". */
function given(port: number | undefined): number | undefined {
  return port === 0 ? undefined : port
}

function withoutNodePort(port: ServicePort, before: Service): ServicePort {
  const had = (before.spec?.ports ?? []).some(old => old.nodePort === port.nodePort)
  if (!had) return port
  return withoutFields(port, 'nodePort')
}

function freePort(backend: Backend, taken: ReadonlySet<string>, protocol: string): number {
  const size = nodePortRange.last - nodePortRange.first + 1
  const start = Math.floor(backend.random() * size)
  for (let i = 0; i < size; i++) {
    const port = nodePortRange.first + ((start + i) % size)
    if (!taken.has(`${protocol}/${port}`)) return port
  }
  throw new Error('no node port is left')
}

function invalidField(
  resource: Resource,
  service: Service,
  path: FieldPath,
  badValue: unknown,
  detail: string
): Error {
  const error: FieldError = { type: 'invalid', path, badValue, detail, source: 'value' }
  return invalid(resource, service.metadata.name ?? '', [error])
}
