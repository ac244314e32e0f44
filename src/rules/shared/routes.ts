import type { FieldPath } from '../../base/field-path.ts'
import {
  gatewayGroup,
  type BackendRef,
  type Gateway,
  type GRPCRoute,
  type HTTPRoute,
  type Listener,
  type ParentReference,
  type StreamRoute
} from '../../model/gateway-kinds.ts'
import type { Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export type Route = HTTPRoute | GRPCRoute | StreamRoute

export const httpRouteKeys = [
  'gateway.networking.k8s.io/v1/HTTPRoute',
  'gateway.networking.k8s.io/v1beta1/HTTPRoute'
]

/** The route types that the rules of Gateway API look at. */
export const routeKeys = [
  ...httpRouteKeys,
  'gateway.networking.k8s.io/v1/GRPCRoute',
  'gateway.networking.k8s.io/v1/TLSRoute',
  'gateway.networking.k8s.io/v1/TCPRoute',
  'gateway.networking.k8s.io/v1/UDPRoute'
]

export const referenceGrantKeys = [
  'gateway.networking.k8s.io/v1/ReferenceGrant',
  'gateway.networking.k8s.io/v1beta1/ReferenceGrant'
]

export interface ParentPlace {
  readonly parent: ParentReference
  readonly at: FieldPath
}

/** The parents that are Gateways; a mesh attaches routes to Services instead. */
export function gatewayParentsOf(route: Route): readonly ParentPlace[] {
  return (route.spec?.parentRefs ?? [])
    .map((parent, i) => ({ parent, at: ['spec', 'parentRefs', i] }))
    .filter(
      ({ parent }) =>
        (parent.kind ?? 'Gateway') === 'Gateway' && (parent.group ?? gatewayGroup) === gatewayGroup
    )
}

/** The Gateways that a parent reference can mean; without a namespace it is the one of the route. */
export function gatewaysFor(
  workspace: WorkspaceView,
  route: Manifest,
  parent: ParentReference
): readonly Manifest<Gateway>[] {
  const namespace = parent.namespace ?? route.namespace
  return allGateways(workspace).filter(
    gateway =>
      gateway.name === parent.name &&
      (namespace === undefined ||
        gateway.namespace === undefined ||
        gateway.namespace === namespace)
  )
}

export function allGateways(workspace: WorkspaceView): readonly Manifest<Gateway>[] {
  return workspace.ofKind(gatewayGroup, 'Gateway') as readonly Manifest<Gateway>[]
}

/** The listeners that a parent reference names: by section, by port, or all of them. */
export function listenersFor(gateway: Gateway, parent: ParentReference): readonly Listener[] {
  return (gateway.spec?.listeners ?? []).filter(
    listener =>
      (parent.sectionName === undefined || listener.name === parent.sectionName) &&
      (parent.port === undefined || listener.port === parent.port)
  )
}

export interface BackendRefPlace {
  readonly backend: BackendRef
  readonly at: FieldPath
}

/** The backends of a route that are Services. */
export function serviceBackendsOf(route: Route): readonly BackendRefPlace[] {
  return (route.spec?.rules ?? []).flatMap((rule, i) =>
    (rule.backendRefs ?? [])
      .map((backend, j) => ({ backend, at: ['spec', 'rules', i, 'backendRefs', j] }))
      .filter(
        ({ backend }) => (backend.kind ?? 'Service') === 'Service' && (backend.group ?? '') === ''
      )
  )
}

export { hostnamesIntersect } from '../../net/gateway/hostname.ts'
