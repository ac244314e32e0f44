import type { Gateway, GatewayClass } from '../../../model/gateway-kinds.ts'
import type { Service } from '../../../model/kinds.ts'
import { attachmentsOf } from '../../../net/gateway/attach-route.ts'
import {
  controllerOf,
  gatewayClasses,
  gateways,
  grpcRoutes,
  httpRoutes,
  type Route
} from '../../../net/gateway/gateway-objects.ts'
import {
  asksForAddresses,
  listenerStates,
  no,
  yes,
  type Finding,
  type ListenerState
} from '../../../net/gateway/listener-state.ts'
import { loadBalancerIpsOf } from '../../../net/load-balancer/allocate.ts'
import { namespaceOf, type Network } from '../../../net/network.ts'
import { practiceGatewayController, traefikGatewayController } from '../../../net/proxy/proxies.ts'
import type { Backend } from '../../backend.ts'
import { conditionsWith, type WantedCondition } from '../conditions.ts'
import { writeStatus } from '../pods-of.ts'
import { proxyNameOf, traefikNamespace } from './proxy-objects.ts'

/** The controllers that the practice cluster plays. */
export const gatewayControllers = [traefikGatewayController, practiceGatewayController]

/** The ports of Traefik's entry points, which a listener has to use. */
const traefikPorts = [80, 443]

/** The listeners of a Gateway as its controller sees them; undefined when it is no controller of ours. */
export function listenersOfOurs(
  network: Network,
  gateway: Gateway
): readonly ListenerState[] | undefined {
  const controller = controllerOf(network, gateway)
  if (controller === traefikGatewayController) return listenerStates(network, gateway, traefikPorts)
  return controller === practiceGatewayController ? listenerStates(network, gateway) : undefined
}

/** Says of every GatewayClass and Gateway of ours what its controller makes of it. */
export function writeGatewayStatuses(backend: Backend, network: Network): void {
  for (const gatewayClass of gatewayClasses(network)) writeClass(backend, gatewayClass)
  const routes = [...httpRoutes(network), ...grpcRoutes(network)]
  for (const gateway of gateways(network)) {
    const listeners = listenersOfOurs(network, gateway)
    if (listeners) writeGateway(backend, network, gateway, listeners, routes)
  }
}

function writeClass(backend: Backend, gatewayClass: GatewayClass): void {
  const { controllerName } = gatewayClass.spec ?? {}
  if (!gatewayControllers.includes(controllerName ?? '')) return
  const { status, metadata } = gatewayClass
  const accepted: WantedCondition = {
    type: 'Accepted',
    holds: true,
    reason: 'Accepted',
    message: 'Handled by the simulated controller of the practice cluster.'
  }
  const conditions = conditionsWith(backend, status?.conditions, metadata.generation ?? 1, [
    accepted
  ])
  writeStatus(backend, gatewayClass, { ...status, conditions }, controllerName)
}

function writeGateway(
  backend: Backend,
  network: Network,
  gateway: Gateway,
  listeners: readonly ListenerState[],
  routes: readonly Route[]
): void {
  const { generation = 1 } = gateway.metadata
  const addresses = addressesOf(network, gateway)
  const valid = listeners.filter(one => one.accepted.holds && one.resolvedRefs.holds)
  const programmed: Finding = asksForAddresses(gateway)
    ? no(
        'AddressNotUsable',
        'Addresses come from the pool of the load balancer, not from the spec.'
      )
    : addresses.length > 0
      ? yes('Programmed', 'The Gateway has an address (simulated).')
      : no('AddressNotAssigned', 'The load balancer has given no address yet.')
  const accepted =
    valid.length === listeners.length
      ? yes('Accepted', 'The Gateway is accepted.')
      : { ...no('ListenersNotValid', 'Not every listener is valid.'), holds: valid.length > 0 }
  const status = {
    addresses: addresses.map(value => ({ type: 'IPAddress', value })),
    conditions: conditionsWith(backend, gateway.status?.conditions, generation, [
      { type: 'Accepted', ...accepted },
      { type: 'Programmed', ...programmed }
    ]),
    listeners: listeners.map(state => {
      const { name } = state.listener
      const before = gateway.status?.listeners?.find(one => one.name === name)?.conditions
      return {
        name,
        supportedKinds: state.kinds.map(kind => ({
          group: 'gateway.networking.k8s.io',
          kind
        })),
        attachedRoutes: attachedTo(network, gateway, state, listeners, routes),
        conditions: conditionsWith(
          backend,
          before,
          generation,
          listenerConditions(state, programmed)
        )
      }
    })
  }
  writeStatus(backend, gateway, status, controllerOf(network, gateway))
}

function listenerConditions(
  { accepted, resolvedRefs, conflict }: ListenerState,
  programmed: Finding
): readonly WantedCondition[] {
  const works = accepted.holds && resolvedRefs.holds
  return [
    { type: 'Accepted', ...accepted },
    {
      type: 'Programmed',
      ...(works ? programmed : no('Invalid', 'The listener is not valid.'))
    },
    { type: 'ResolvedRefs', ...resolvedRefs },
    {
      type: 'Conflicted',
      holds: conflict !== undefined,
      reason: conflict?.reason ?? 'NoConflicts',
      message: conflict?.message ?? 'No other listener is in the way.'
    }
  ]
}

function attachedTo(
  network: Network,
  gateway: Gateway,
  state: ListenerState,
  listeners: readonly ListenerState[],
  routes: readonly Route[]
): number {
  return routes.filter(route =>
    attachmentsOf(network, route, one => (one === gateway ? listeners : undefined)).some(
      attachment => attachment.listeners.includes(state)
    )
  ).length
}

/** The addresses of the proxy's load balancer. */
function addressesOf(network: Network, gateway: Gateway): readonly string[] {
  const service: Service | undefined =
    controllerOf(network, gateway) === traefikGatewayController
      ? network.service(traefikNamespace, 'traefik')
      : network.service(namespaceOf(gateway), proxyNameOf(gateway))
  return service ? loadBalancerIpsOf(service) : []
}
