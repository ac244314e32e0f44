import { cidrContains, formatIp, isLoopback, parseCidr, parseIp, type Ip } from '../model/cidr.ts'
import type { Protocol, Service } from '../model/kinds.ts'
import { isTerminated, podIpsOf, type Pod } from '../model/pod.ts'
import type { KubeObject } from '../model/object.ts'
import type { FieldPath } from '../base/field-path.ts'
import { declaredPortsOf } from '../model/workloads.ts'
import type { ConnectRequest, Outcome, Peer, TraceStep } from './connect.ts'
import { addressesOf } from './endpoint.ts'
import { titleOf, type Network, type ServiceAddress } from './network.ts'
import { listenerAt } from './listening.ts'
import { bracketed, routeToService, type ServiceRoute } from './service-routing.ts'

/** Where packets for an address and port end up, before anybody was asked whether they may. */
export type Target = {
  readonly route?: ServiceRoute
  readonly trace: readonly TraceStep[]
} & (
  | { readonly peer: Peer; readonly kind: 'pod' | 'node' | 'outside' | 'loopback' }
  | { readonly peer?: undefined; readonly kind: 'nowhere'; readonly outcome: Outcome }
)

type OneOrMore<Item> = readonly [Item, ...Item[]]

/** The possible targets behind one address: one, or one per endpoint of a Service. Never empty. */
export function targetsOf(
  network: Network,
  request: ConnectRequest,
  address: string
): OneOrMore<Target> {
  const ip = parseIp(address)
  const { from, port } = request
  const protocol = request.protocol ?? 'TCP'
  if (ip === undefined) return [nowhere('unreachable', `${address} is not an address.`)]
  if (isLoopback(ip))
    return [
      at(
        { ip: address, port, pod: from },
        'loopback',
        `${address} is ${titleOf(from)} itself: its containers share one network.`
      )
    ]
  const own = addressesOf(from)
  if (own.length > 0 && !own.some(one => one.family === ip.family))
    return [
      nowhere('unreachable', `${titleOf(from)} has no ${ip.family} address to reach ${address}.`)
    ]

  const [service, ...sharing] = network.servicesByIp(ip)
  if (service) return serviceTargets(network, request, [service, ...sharing], ip)
  const pod = network.podByIp(ip)
  if (pod)
    return [at({ ip: address, port, pod }, 'pod', `${address} is the address of ${titleOf(pod)}.`)]
  const node = network.nodeByIp(ip)
  if (node !== undefined || network.hostNetworkPodsAt(ip).length > 0)
    return nodeTargets(network, request, ip, address, node ?? '')
  const ended = network.pods.find(one => isTerminated(one) && podIpsOf(one).includes(address))
  if (ended)
    return [
      nowhere(
        'timeout',
        `${address} was the address of ${titleOf(ended)}, which has ended. Nobody answers there.`,
        { object: ended, path: ['status', 'phase'] }
      )
    ]
  return [
    at(
      { ip: address, port },
      'outside',
      `${bracketed(address)}:${port} over ${protocol} is outside of the cluster.`
    )
  ]
}

function serviceTargets(
  network: Network,
  request: ConnectRequest,
  services: OneOrMore<ServiceAddress>,
  ip: Ip
): OneOrMore<Target> {
  const protocol = request.protocol ?? 'TCP'
  const entry =
    services.find(({ service }) => hasPort(service, request.port, protocol)) ?? services[0]
  const { service, via } = entry
  if (via === 'loadBalancer') {
    const refusal = outsideSourceRanges(service, request.from, ip.family)
    if (refusal) return [nowhere('timeout', refusal, { object: service, path: sourceRanges })]
  }
  const route = routeToService(network, service, {
    port: request.port,
    protocol,
    family: ip.family,
    from: request.from,
    via
  })
  return routed(network, service, route)
}

const sourceRanges = ['spec', 'loadBalancerSourceRanges']

function routed(network: Network, service: Service, route: ServiceRoute): OneOrMore<Target> {
  const object = { object: service, ...(route.portPath && { path: route.portPath }) }
  if (route.outcome !== 'endpoints') {
    const target = nowhere(
      route.outcome === 'refused' ? 'refused' : 'timeout',
      route.outcome === 'no-port'
        ? `${route.reason} With kube-proxy's default mode packets to other ports of its address vanish.`
        : route.reason,
      object
    )
    return [{ ...target, route }]
  }
  const trace: TraceStep = { step: 'service', ok: true, sentence: route.reason, ...object }
  const targets = route.endpoints.map(({ ip, port, pod }): Target => {
    const parsed = parseIp(ip)
    const isNode = pod === undefined && parsed && network.nodeByIp(parsed) !== undefined
    return {
      kind: pod ? 'pod' : isNode ? 'node' : 'outside',
      peer: { ip, port, ...(pod && { pod }) },
      route,
      trace: [trace]
    }
  })
  const [first, ...others] = targets
  return first ? [first, ...others] : [nowhere('refused', route.reason, object)]
}

/** A port of a node: a NodePort, a hostPort, or whoever shares the network of the node. */
function nodeTargets(
  network: Network,
  request: ConnectRequest,
  ip: Ip,
  address: string,
  node: string
): OneOrMore<Target> {
  const { port, from } = request
  const protocol = request.protocol ?? 'TCP'
  const service = network.services.find(one => nodePortOf(one, port, protocol) !== undefined)
  const servicePort = service && nodePortOf(service, port, protocol)
  if (service && servicePort)
    return routed(
      network,
      service,
      routeToService(network, service, {
        port: servicePort.port,
        protocol,
        family: ip.family,
        from,
        via: 'nodePort'
      })
    )
  const behindHostPort = network.pods.find(
    pod => pod.spec?.nodeName === node && !isTerminated(pod) && hostPortOf(pod, port, protocol)
  )
  const hostPort = behindHostPort && hostPortOf(behindHostPort, port, protocol)
  if (behindHostPort && hostPort !== undefined) {
    const own = addressesOf(behindHostPort).findIndex(one => one.family === ip.family)
    return [
      at(
        { ip: podIpsOf(behindHostPort)[own] ?? address, port: hostPort, pod: behindHostPort },
        'pod',
        `Port ${port} of node ${node} is a hostPort of ${titleOf(behindHostPort)}.`
      )
    ]
  }
  const shares = network.hostNetworkPodsAt(ip)
  const listener = shares.find(pod => listenerAt(pod, port, protocol, request.listens).listens)
  return [
    at(
      { ip: address, port, ...(listener && { pod: listener }) },
      'node',
      listener
        ? `${address} is node ${node}, whose network ${titleOf(listener)} shares.`
        : `${address} is node ${node}.`
    )
  ]
}

function hasPort(service: Service, port: number, protocol: Protocol): boolean {
  return (service.spec?.ports ?? []).some(
    one => one.port === port && (one.protocol ?? 'TCP') === protocol
  )
}

function nodePortOf(
  service: Service,
  port: number,
  protocol: Protocol
): { readonly port: number } | undefined {
  return (service.spec?.ports ?? []).find(
    one => one.nodePort === port && (one.protocol ?? 'TCP') === protocol
  )
}

function hostPortOf(pod: Pod, port: number, protocol: Protocol): number | undefined {
  return declaredPortsOf(pod.spec).find(
    declared =>
      declared.hostPort === port &&
      (declared.protocol ?? 'TCP') === protocol &&
      pod.spec?.hostNetwork !== true
  )?.containerPort
}

/** A sentence when loadBalancerSourceRanges leaves the Pod out, which kube-proxy also enforces inside. */
function outsideSourceRanges(
  service: Service,
  from: Pod,
  family: Ip['family']
): string | undefined {
  const ranges = service.spec?.loadBalancerSourceRanges ?? []
  const source = addressesOf(from).find(ip => ip.family === family)
  if (ranges.length === 0 || source === undefined) return undefined
  const inside = ranges.some(text => {
    const cidr = parseCidr(text.trim())
    return cidr !== undefined && cidrContains(cidr, source)
  })
  return inside
    ? undefined
    : `${titleOf(service)} admits ${ranges.join(', ')} at its load balancer address, and ${titleOf(from)} has ${formatIp(source)}.`
}

function at(peer: Peer, kind: 'pod' | 'node' | 'outside' | 'loopback', sentence: string): Target {
  return { kind, peer, trace: [{ step: 'network', ok: true, sentence }] }
}

function nowhere(
  outcome: Outcome,
  sentence: string,
  decided: { readonly object?: KubeObject; readonly path?: FieldPath } = {}
): Target & { readonly kind: 'nowhere' } {
  const isService = decided.object?.kind === 'Service'
  return {
    kind: 'nowhere',
    outcome,
    trace: [{ step: isService ? 'service' : 'network', ok: false, sentence, ...decided }]
  }
}
