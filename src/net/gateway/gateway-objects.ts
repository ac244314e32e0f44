import {
  gatewayGroup,
  type Gateway,
  type GatewayClass,
  type GRPCRoute,
  type HTTPRoute,
  type ReferenceGrant
} from '../../model/gateway-kinds.ts'
import type { KubeObject } from '../../model/object.ts'
import { nameOf, namespaceOf, type ClusterObjects } from '../network.ts'

/** The route kinds that requests are matched against; the others only attach. */
export type Route = HTTPRoute | GRPCRoute

/** Objects of the Gateway API in any version that a cluster serves. */
function ofKind(objects: ClusterObjects, kind: string): readonly KubeObject[] {
  return ['v1', 'v1beta1'].flatMap(version => objects.list(`${gatewayGroup}/${version}/${kind}`))
}

export function gatewayClasses(objects: ClusterObjects): readonly GatewayClass[] {
  return ofKind(objects, 'GatewayClass') as readonly GatewayClass[]
}

export function gateways(objects: ClusterObjects): readonly Gateway[] {
  return ofKind(objects, 'Gateway') as readonly Gateway[]
}

export function httpRoutes(objects: ClusterObjects): readonly HTTPRoute[] {
  return ofKind(objects, 'HTTPRoute') as readonly HTTPRoute[]
}

export function grpcRoutes(objects: ClusterObjects): readonly GRPCRoute[] {
  return ofKind(objects, 'GRPCRoute') as readonly GRPCRoute[]
}

/** The Gateway of a namespace and name. */
export function findGateway(
  objects: ClusterObjects,
  namespace: string,
  name: string
): Gateway | undefined {
  return gateways(objects).find(one => namespaceOf(one) === namespace && nameOf(one) === name)
}

/** The controller that a Gateway belongs to, by its class. */
export function controllerOf(objects: ClusterObjects, gateway: Gateway): string | undefined {
  const wanted = gateway.spec?.gatewayClassName
  return gatewayClasses(objects).find(one => nameOf(one) === wanted)?.spec?.controllerName
}

interface Reference {
  readonly group: string
  readonly kind: string
  readonly namespace: string
}

/**
 * Whether an object may name another one of another namespace: the namespace that is pointed into has to
 * say so by a ReferenceGrant. https://gateway-api.sigs.k8s.io/reference/api-types/referencegrant/
 */
export function isReferenceGranted(
  objects: ClusterObjects,
  from: Reference,
  to: Reference & { readonly name: string }
): boolean {
  if (from.namespace === to.namespace) return true
  const grants = ofKind(objects, 'ReferenceGrant') as readonly ReferenceGrant[]
  return grants.some(
    grant =>
      namespaceOf(grant) === to.namespace &&
      (grant.spec?.from ?? []).some(
        one =>
          one.group === from.group && one.kind === from.kind && one.namespace === from.namespace
      ) &&
      (grant.spec?.to ?? []).some(
        one =>
          one.group === to.group &&
          one.kind === to.kind &&
          (one.name === undefined || one.name === '' || one.name === to.name)
      )
  )
}
