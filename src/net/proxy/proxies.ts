import type { Gateway } from '../../model/gateway-kinds.ts'
import type { Ingress } from '../../model/kinds.ts'
import type { Pod } from '../../model/pod.ts'
import { controllerOf, findGateway, gateways } from '../gateway/gateway-objects.ts'
import { routeByGateways } from '../gateway/route-request.ts'
import { controllerOfIngress, routeByIngresses } from '../ingress/ingress-routing.ts'
import { labelsOf, namespaceOf, type Network } from '../network.ts'
import { routeByIngressRoutes } from '../traefik/ingress-routes.ts'
import { proxyAnswer, type Decision, type ProxiedRequest } from './decision.ts'

export const traefikGatewayController = 'traefik.io/gateway-controller'
export const traefikIngressController = 'traefik.io/ingress-controller'
/** The controller of GatewayClass `practice`, which gives every Gateway a proxy of its own. */
export const practiceGatewayController = 'netlabs/practice-gateway-controller'

/** By which Gateway's proxies are marked (GEP-1762). */
export const gatewayNameLabel = 'gateway.networking.k8s.io/gateway-name'

/** A Pod that routes requests by their content. */
export type Proxy =
  | { readonly kind: 'gateway'; readonly gateway: Gateway }
  | { readonly kind: 'traefik'; readonly ports: readonly number[] }

/** What a Pod routes, when it is a proxy. */
export function proxyOf(network: Network, pod: Pod): Proxy | undefined {
  const container = pod.spec?.containers?.find(one => isTraefik(one.image ?? ''))
  if (container) return { kind: 'traefik', ports: entryPointsOf(container) }
  const name = labelsOf(pod)[gatewayNameLabel]
  const gateway = name === undefined ? undefined : findGateway(network, namespaceOf(pod), name)
  return gateway && { kind: 'gateway', gateway }
}

export function isTraefik(image: string): boolean {
  return /(^|\/)traefik(:|@|$)/.test(image)
}

/** The ports of `--entryPoints.NAME.address=:PORT`; Traefik's own are 80 and nothing else. */
export function entryPointsOf({
  command = [],
  args = []
}: {
  readonly command?: readonly string[]
  readonly args?: readonly string[]
}): readonly number[] {
  const ports = [...command, ...args].flatMap(word => {
    const port = /^--entrypoints\.[\w-]+\.address=[^:]*:(\d{1,5})/i.exec(word)?.[1]
    return port === undefined ? [] : [Number(port)]
  })
  return ports.length > 0 ? ports : [80]
}

/** The Gateways that a controller takes care of. */
export function gatewaysOfController(network: Network, controller: string): readonly Gateway[] {
  return gateways(network).filter(gateway => controllerOf(network, gateway) === controller)
}

export function ingressesOfController(network: Network, controller: string): readonly Ingress[] {
  const all = network.list('networking.k8s.io/v1/Ingress') as readonly Ingress[]
  return all.filter(ingress => controllerOfIngress(network, ingress) === controller)
}

/** What a proxy makes of a request; undefined when it doesn't even take it, as for TLS without a listener. */
export function decideAt(
  network: Network,
  proxy: Proxy,
  request: ProxiedRequest
): Decision | undefined {
  const lost = proxyAnswer(404, '404 page not found\n', 'Nothing is routed here.')
  if (proxy.kind === 'gateway')
    return routeByGateways(network, [proxy.gateway], request) ?? (request.secure ? undefined : lost)
  const byRoute = routeByIngressRoutes(network, request)
  if (byRoute) return byRoute
  const byGateway = routeByGateways(
    network,
    gatewaysOfController(network, traefikGatewayController),
    request,
    proxy.ports
  )
  if (byGateway && !isLost(byGateway)) return byGateway
  const ingresses = ingressesOfController(network, traefikIngressController)
  const byIngress = routeByIngresses(network, ingresses, request)
  return isLost(byIngress) ? (byGateway ?? byIngress) : byIngress
}

function isLost(decision: Decision): boolean {
  return decision.kind === 'answer' && decision.response.status === 404
}
