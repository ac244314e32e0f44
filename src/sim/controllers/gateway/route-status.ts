import { jsonEqual } from '../../../base/json.ts'
import { attachmentsOf } from '../../../net/gateway/attach-route.ts'
import {
  controllerOf,
  grpcRoutes,
  httpRoutes,
  type Route
} from '../../../net/gateway/gateway-objects.ts'
import type { Network } from '../../../net/network.ts'
import type { Backend } from '../../backend.ts'
import { conditionsWith } from '../conditions.ts'
import { writeStatus } from '../pods-of.ts'
import { gatewayControllers, listenersOfOurs } from './gateway-status.ts'

/** Says of every route, per parent, whether it is accepted and whether its references lead somewhere. */
export function writeRouteStatuses(backend: Backend, network: Network): void {
  for (const route of [...httpRoutes(network), ...grpcRoutes(network)])
    writeRoute(backend, network, route)
}

function writeRoute(backend: Backend, network: Network, route: Route): void {
  const before = route.status?.parents ?? []
  const { generation = 1 } = route.metadata
  const own = attachmentsOf(network, route, gateway => listenersOfOurs(network, gateway)).map(
    ({ parent, gateway, accepted, resolvedRefs }) => {
      const controllerName = controllerOf(network, gateway) ?? ''
      const old = before.find(
        one => one.controllerName === controllerName && jsonEqual(one.parentRef, parent)
      )
      return {
        parentRef: parent,
        controllerName,
        conditions: conditionsWith(backend, old?.conditions, generation, [
          { type: 'Accepted', ...accepted },
          { type: 'ResolvedRefs', ...resolvedRefs }
        ])
      }
    }
  )
  // What other controllers say is theirs.
  const others = before.filter(one => !gatewayControllers.includes(one.controllerName ?? ''))
  if (own.length === 0 && before.length === 0) return
  writeStatus(backend, route, { parents: [...others, ...own] }, gatewayControllers[0])
}
