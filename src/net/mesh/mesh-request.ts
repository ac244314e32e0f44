import { parseIp } from '../../model/cidr.ts'
import type { Service } from '../../model/kinds.ts'
import type { Pod } from '../../model/pod.ts'
import type { Connection } from '../connect.ts'
import type { Network } from '../network.ts'
import { proxyAnswer, type Decision, type ProxiedRequest } from '../proxy/decision.ts'
import { meshOf } from './mesh-of.ts'
import { routeByServiceRoutes, serviceRoutes } from './service-routes.ts'
import { routeByVirtualService, virtualServiceFor } from './virtual-service.ts'

/**
 * What the proxy in a client's Pod makes of a request to a Service; undefined when the Pod has none, or when
 * nothing is said about the Service, and it goes as Services say.
 */
export function meshDecision(
  network: Network,
  from: Pod,
  connection: Connection,
  request: ProxiedRequest
): Decision | undefined {
  const mesh = meshOf(from)
  const service = mesh && serviceDialled(network, connection, request.port)
  if (!service) return undefined
  const virtualService = mesh === 'istio' ? virtualServiceFor(network, service) : undefined
  if (virtualService) return routeByVirtualService(network, virtualService, from, request)
  const routes = serviceRoutes(network, service, request.port, from)
  if (routes.length > 0) return routeByServiceRoutes(network, routes, service, request)
  // Where kube-proxy would refuse the connection, the proxy has taken it already and answers by itself.
  return mesh === 'istio' && connection.route?.outcome === 'refused'
    ? proxyAnswer(503, 'no healthy upstream', connection.route.reason, { server: 'envoy' })
    : undefined
}

/** The Service behind the cluster IP that was dialled, when it has the port. */
function serviceDialled(
  network: Network,
  { address }: Connection,
  port: number
): Service | undefined {
  const ip = address === undefined ? undefined : parseIp(address)
  if (!ip) return undefined
  return network
    .servicesByIp(ip)
    .filter(({ via }) => via === 'clusterIP')
    .map(({ service }) => service)
    .find(service => (service.spec?.ports ?? []).some(one => one.port === port))
}
