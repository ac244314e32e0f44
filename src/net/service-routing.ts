import type { FieldPath } from '../base/field-path.ts'
import { parseIp } from '../model/cidr.ts'
import type {
  EndpointSlice,
  IpFamily,
  Protocol,
  Service,
  ServicePort,
  SliceEndpoint
} from '../model/kinds.ts'
import type { Pod } from '../model/pod.ts'
import { isHeadless, titleOf, type Network } from './network.ts'
import { whyNoEndpoints } from './no-endpoints.ts'

export interface RouteRequest {
  /** The Service's port, by number or by name. */
  readonly port: number | string
  readonly protocol: Protocol
  /** The family of the address that was dialled; the Service's first one when absent. */
  readonly family?: IpFamily
  /** The Pod that connects. It decides which endpoints are local. */
  readonly from?: Pod
  /** How the traffic reaches the Service. Only the cluster IP obeys internalTrafficPolicy. */
  readonly via?: 'clusterIP' | 'nodePort' | 'externalIP' | 'loadBalancer'
}

export interface RoutedEndpoint {
  readonly ip: string
  readonly port: number
  readonly pod?: Pod
  readonly nodeName?: string
  readonly slice: EndpointSlice
  /** The endpoint inside its slice: `endpoints[0]`. */
  readonly path: FieldPath
}

export interface ServiceRoute {
  /**
   * `endpoints`: traffic goes to one of them. `refused`: kube-proxy rejects it because nothing is behind the
   * Service. `dropped`: the traffic policy is Local and the node has no endpoint. `no-port`: the Service
   * doesn't have the port. `no-proxy`: a headless or ExternalName Service has no virtual address.
   */
  readonly outcome: 'endpoints' | 'refused' | 'dropped' | 'no-port' | 'no-proxy'
  readonly endpoints: readonly RoutedEndpoint[]
  readonly servicePort?: ServicePort
  /** `spec.ports[0]` of the Service. */
  readonly portPath?: FieldPath
  /** A client stays with the endpoint that it got first. */
  readonly sticky?: boolean
  readonly reason: string
}

/**
 * Where kube-proxy sends a connection to a Service. Endpoints come from the EndpointSlices alone, as in a
 * cluster: a Pod that matches the selector and isn't in a slice gets nothing.
 */
export function routeToService(
  network: Network,
  service: Service,
  request: RouteRequest
): ServiceRoute {
  const title = titleOf(service)
  if (service.spec?.type === 'ExternalName')
    return noProxy(`${title} is an alias in DNS and has no address of its own.`)
  if (isHeadless(service))
    return noProxy(
      `${title} is headless: clients connect to the addresses of its Pods, with the port of the Pod.`
    )
  const ports = service.spec?.ports ?? []
  const index = ports.findIndex(
    port =>
      (port.protocol ?? 'TCP') === request.protocol &&
      (typeof request.port === 'number' ? port.port : port.name) === request.port
  )
  const servicePort = ports[index]
  if (servicePort === undefined)
    return { outcome: 'no-port', endpoints: [], reason: noPortReason(service, request) }
  const found = { servicePort, portPath: ['spec', 'ports', index] }

  const family = request.family ?? service.spec?.ipFamilies?.[0] ?? 'IPv4'
  const usable = usableEndpoints(network, service, servicePort, family)
  if (usable.length === 0)
    return {
      outcome: 'refused',
      endpoints: [],
      ...found,
      reason: `${title} has no endpoints for port ${servicePort.port}, so connections to it are refused. ${whyNoEndpoints(network, service, servicePort)}`
    }
  const isLocal =
    service.spec?.internalTrafficPolicy === 'Local' &&
    (request.via ?? 'clusterIP') === 'clusterIP' &&
    request.from?.spec?.nodeName !== undefined
  const endpoints = isLocal
    ? usable.filter(endpoint => endpoint.nodeName === request.from?.spec?.nodeName)
    : usable
  if (endpoints.length === 0)
    return {
      outcome: 'dropped',
      endpoints: [],
      ...found,
      reason: `${title} has internalTrafficPolicy Local and no endpoint on node ${request.from?.spec?.nodeName ?? ''}, so the packets are dropped.`
    }
  return {
    outcome: 'endpoints',
    endpoints,
    ...found,
    ...(service.spec?.sessionAffinity === 'ClientIP' && { sticky: true }),
    reason: routedReason(service, servicePort, endpoints)
  }
}

/**
 * The endpoints of one Service port that take traffic: the ready ones, or, when there are none, those that are
 * shutting down and still serve (KEP-1669).
 */
export function usableEndpoints(
  network: Network,
  service: Service,
  servicePort: ServicePort,
  family: IpFamily
): readonly RoutedEndpoint[] {
  const ready: RoutedEndpoint[] = []
  const leaving: RoutedEndpoint[] = []
  for (const slice of network.slicesOf(service)) {
    if (slice.addressType !== family) continue
    const port = (slice.ports ?? []).find(
      entry =>
        (entry.name ?? '') === (servicePort.name ?? '') &&
        (entry.protocol ?? 'TCP') === (servicePort.protocol ?? 'TCP')
    )?.port
    if (port === undefined) continue
    for (const [i, endpoint] of (slice.endpoints ?? []).entries()) {
      const list = isReadyEndpoint(endpoint) ? ready : isLeaving(endpoint) ? leaving : undefined
      // Only the first address of an endpoint is used; the API asks consumers to do so.
      const ip = endpoint.addresses[0]
      if (list === undefined || ip === undefined) continue
      list.push(routedEndpoint(network, slice, i, endpoint, ip, port))
    }
  }
  return ready.length > 0 ? ready : leaving
}

/** An absent `ready` condition means ready, as the API documents it. */
export function isReadyEndpoint(endpoint: SliceEndpoint): boolean {
  return endpoint.conditions?.ready !== false
}

function isLeaving(endpoint: SliceEndpoint): boolean {
  const { serving, terminating } = endpoint.conditions ?? {}
  return terminating === true && serving !== false
}

/** The Pod of an endpoint, by reference when it has one and by address otherwise. */
export function podOfEndpoint(
  network: Network,
  slice: EndpointSlice,
  endpoint: SliceEndpoint
): Pod | undefined {
  const { targetRef } = endpoint
  if (targetRef?.kind === 'Pod' && targetRef.name !== undefined)
    return network.pod(targetRef.namespace ?? slice.metadata.namespace ?? 'default', targetRef.name)
  const ip = parseIp(endpoint.addresses[0] ?? '')
  return ip && network.podByIp(ip)
}

function routedEndpoint(
  network: Network,
  slice: EndpointSlice,
  index: number,
  endpoint: SliceEndpoint,
  ip: string,
  port: number
): RoutedEndpoint {
  const pod = podOfEndpoint(network, slice, endpoint)
  const nodeName = endpoint.nodeName ?? pod?.spec?.nodeName
  return {
    ip,
    port,
    ...(pod && { pod }),
    ...(nodeName !== undefined && { nodeName }),
    slice,
    path: ['endpoints', index]
  }
}

function noProxy(reason: string): ServiceRoute {
  return { outcome: 'no-proxy', endpoints: [], reason }
}

function noPortReason(service: Service, request: RouteRequest): string {
  const ports = (service.spec?.ports ?? []).map(
    port =>
      `${port.protocol ?? 'TCP'} ${port.port}${port.name === undefined ? '' : ` (${port.name})`}`
  )
  const has = ports.length === 0 ? 'It has no ports.' : `It has ${ports.join(', ')}.`
  return `${titleOf(service)} has no ${request.protocol} port ${request.port}. ${has}`
}

function routedReason(
  service: Service,
  port: ServicePort,
  endpoints: readonly RoutedEndpoint[]
): string {
  const targets = endpoints.map(({ ip, port: target }) => `${bracketed(ip)}:${target}`)
  const affinity =
    service.spec?.sessionAffinity === 'ClientIP'
      ? ' A client stays with the endpoint that it got first.'
      : ''
  return targets.length === 1
    ? `${titleOf(service)} sends port ${port.port} to its only endpoint ${targets[0] ?? ''}.`
    : `${titleOf(service)} spreads port ${port.port} over ${targets.length} endpoints: ${targets.join(', ')}.${affinity}`
}

export function bracketed(ip: string): string {
  return ip.includes(':') ? `[${ip}]` : ip
}
