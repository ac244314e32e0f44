import type { Ingress, Service } from '../../../model/kinds.ts'
import { loadBalancerIpsOf } from '../../../net/load-balancer/allocate.ts'
import { networkOf, type Network } from '../../../net/network.ts'
import { ingressesOfController, traefikIngressController } from '../../../net/proxy/proxies.ts'
import type { Backend } from '../../backend.ts'
import { writeStatus } from '../pods-of.ts'
import { writeGatewayStatuses } from './gateway-status.ts'
import { reconcileProxies } from './proxies.ts'
import { traefikNamespace } from './proxy-objects.ts'
import { writeRouteStatuses } from './route-status.ts'

/** The kinds with which there is something to do. */
const keys = [
  'gateway.networking.k8s.io/gateways',
  'gateway.networking.k8s.io/httproutes',
  'gateway.networking.k8s.io/grpcroutes',
  'gateway.networking.k8s.io/gatewayclasses',
  'networking.k8s.io/ingresses',
  'traefik.io/ingressroutes'
]

/** Plays the controllers of the Gateway API and of Ingress: proxies, addresses, conditions. */
export function reconcileGateways(backend: Backend): void {
  if (!keys.some(key => backend.store.list(key).length > 0)) return
  const network = networkOf(backend.store.all())
  reconcileProxies(backend, network)
  writeGatewayStatuses(backend, network)
  writeRouteStatuses(backend, network)
  writeIngressStatuses(backend, network)
}

/** An Ingress tells the address of the load balancer before its controller. */
function writeIngressStatuses(backend: Backend, network: Network): void {
  const service: Service | undefined = network.service(traefikNamespace, 'traefik')
  const addresses = service ? loadBalancerIpsOf(service) : []
  if (addresses.length === 0) return
  for (const ingress of ingressesOfController(network, traefikIngressController))
    writeStatus(backend, ingress, statusWith(ingress, addresses), 'traefik-ingress-controller')
}

function statusWith(ingress: Ingress, addresses: readonly string[]): Record<string, unknown> {
  return { ...ingress.status, loadBalancer: { ingress: addresses.map(ip => ({ ip })) } }
}
