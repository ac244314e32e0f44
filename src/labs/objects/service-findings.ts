import type { Service, ServicePort } from '../../model/kinds.ts'
import type { KubeObject } from '../../model/object.ts'
import { isHeadless, type Network } from '../../net/network.ts'
import { whyNoEndpoints } from '../../net/no-endpoints.ts'
import { routeToService } from '../../net/service-routing.ts'
import { count, good, needsController, note, unreadFinding, type Finding } from './finding.ts'
import type { ObjectFacts } from './object-facts.ts'

const about = 'endpoints'

/** Whether a Service has somebody ready behind each of its ports, and why not. */
export function serviceFindings(live: KubeObject, facts: ObjectFacts): readonly Finding[] {
  const service = live as Service
  if (service.spec?.type === 'ExternalName')
    return [
      note(
        'alias',
        `stands for the name ${service.spec.externalName ?? ''}; whether it resolves was not asked`
      )
    ]
  const unread = unreadFinding(about, facts.unread, ['EndpointSlice', 'Pod'])
  return [unread ?? endpointsFinding(service, facts.network), ...outsideFindings(service, facts)]
}

function endpointsFinding(service: Service, network: Network): Finding {
  const ready = readyAddresses(network, service)
  const ports = service.spec?.ports ?? []
  const empty = isHeadless(service)
    ? undefined
    : ports.find(port => routeOf(network, service, port).endpoints.length === 0)
  if (ready > 0 && !empty) return good(about, `has ${count(ready, 'ready endpoint')}`)
  const why = whyNoEndpoints(network, service, empty ?? ports[0])
  const where = ready > 0 && empty ? ` for port ${empty.name ?? empty.port}` : ''
  return {
    about,
    verdict: 'fail',
    says: `has no ready endpoint${where}. ${why.replace(/\.$/, '')}`,
    next: 'Compare its selector and targetPort with its Pods, and look whether they are Ready.',
    brief: ready > 0 ? 'a port without endpoints' : 'no ready endpoints'
  }
}

function routeOf(
  network: Network,
  service: Service,
  port: ServicePort
): ReturnType<typeof routeToService> {
  return routeToService(network, service, { port: port.port, protocol: port.protocol ?? 'TCP' })
}

/** Addresses that take new connections. An unset condition counts as ready, by the EndpointSlice API. */
export function readyAddresses(network: Network, service: Service): number {
  const addresses = network
    .slicesOf(service)
    .flatMap(slice => slice.endpoints ?? [])
    .filter(({ conditions }) => conditions?.ready !== false)
    .flatMap(endpoint => endpoint.addresses)
  return new Set(addresses).size
}

function outsideFindings(service: Service, { simulated }: ObjectFacts): readonly Finding[] {
  if (service.spec?.type !== 'LoadBalancer') return []
  const [first] = service.status?.loadBalancer?.ingress ?? []
  const address = first?.ip ?? first?.hostname
  if (address !== undefined) return [good('outside address', `has the outside address ${address}`)]
  return [
    needsController('outside address', simulated, {
      says: 'has no address outside of the cluster yet',
      next: 'Install a load balancer controller such as MetalLB, or wait for the cloud’s.',
      brief: 'no outside address',
      what: 'load balancer controller'
    })
  ]
}
