import { jsonEqual } from '../../../base/json.ts'
import { attachmentsOf, resolvedRefs } from '../../../net/gateway/attach-route.ts'
import {
  controllerOf,
  grpcRoutes,
  httpRoutes,
  type Route
} from '../../../net/gateway/gateway-objects.ts'
import { no, yes } from '../../../net/gateway/listener-state.ts'
import { meshOf, type Mesh } from '../../../net/mesh/mesh-of.ts'
import { isServiceParent } from '../../../net/mesh/service-routes.ts'
import { namespaceOf, type Network } from '../../../net/network.ts'
import type { Backend } from '../../backend.ts'
import { conditionsWith } from '../conditions.ts'
import { writeStatus } from '../pods-of.ts'
import { gatewayControllers, listenersOfOurs } from './gateway-status.ts'

/** Says of every route, per parent, whether it is accepted and whether its references lead somewhere. */
export function writeRouteStatuses(backend: Backend, network: Network): void {
  for (const route of [...httpRoutes(network), ...grpcRoutes(network)])
    writeRoute(backend, network, route)
}

type ParentStatus = NonNullable<NonNullable<Route['status']>['parents']>[number]

const meshControllers: Readonly<Record<Mesh, string>> = {
  istio: 'istio.io/gateway-controller',
  linkerd: 'linkerd.io/policy-controller'
}

/** A mesh accepts routes of Services in namespaces in which it has a proxy. */
function meshParents(backend: Backend, network: Network, route: Route): ParentStatus[] {
  const { generation = 1 } = route.metadata
  return (route.spec?.parentRefs ?? []).filter(isServiceParent).flatMap(parent => {
    const namespace = parent.namespace ?? namespaceOf(route)
    const [mesh] = network.podsIn(namespace).flatMap(pod => meshOf(pod) ?? [])
    if (!mesh) return []
    const controllerName = meshControllers[mesh]
    const service = network.service(namespace, parent.name)
    const hasPort =
      parent.port === undefined || service?.spec?.ports?.some(one => one.port === parent.port)
    const accepted =
      service && hasPort === true
        ? yes('Accepted', 'The route is accepted.')
        : no('NoMatchingParent', `Service ${namespace}/${parent.name} or its port is not there.`)
    const old = route.status?.parents?.find(
      one => one.controllerName === controllerName && jsonEqual(one.parentRef, parent)
    )
    const conditions = conditionsWith(backend, old?.conditions, generation, [
      { type: 'Accepted', ...accepted },
      { type: 'ResolvedRefs', ...resolvedRefs(network, route) }
    ])
    return [{ parentRef: parent, controllerName, conditions }]
  })
}

function writeRoute(backend: Backend, network: Network, route: Route): void {
  const before = route.status?.parents ?? []
  const { generation = 1 } = route.metadata
  const own: ParentStatus[] = attachmentsOf(network, route, gateway =>
    listenersOfOurs(network, gateway)
  ).map(({ parent, gateway, accepted, resolvedRefs: refs }) => {
    const controllerName = controllerOf(network, gateway) ?? ''
    const old = before.find(
      one => one.controllerName === controllerName && jsonEqual(one.parentRef, parent)
    )
    return {
      parentRef: parent,
      controllerName,
      conditions: conditionsWith(backend, old?.conditions, generation, [
        { type: 'Accepted', ...accepted },
        { type: 'ResolvedRefs', ...refs }
      ])
    }
  })
  own.push(...meshParents(backend, network, route))
  // What other controllers say is theirs.
  const ours = [...gatewayControllers, ...Object.values(meshControllers)]
  const others = before.filter(one => !ours.includes(one.controllerName ?? ''))
  if (own.length === 0 && before.length === 0) return
  writeStatus(backend, route, { parents: [...others, ...own] }, gatewayControllers[0])
}
