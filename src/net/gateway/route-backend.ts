import { gatewayGroup, type BackendRef } from '../../model/gateway-kinds.ts'
import type { Service, ServicePort } from '../../model/kinds.ts'
import { namespaceOf, type Network } from '../network.ts'
import { isReferenceGranted, type Route } from './gateway-objects.ts'
import { no, type Finding } from './listener-state.ts'

/** The Service behind a reference of a route, or why there is none. */
export type RouteBackend =
  | { readonly service: Service; readonly port: ServicePort; readonly problem?: undefined }
  | { readonly service?: undefined; readonly problem: Finding }

/** Follows a backend reference as a controller does. */
export function backendOf(network: Network, route: Route, ref: BackendRef): RouteBackend {
  const { group = '', kind = 'Service', name, namespace = namespaceOf(route), port } = ref
  if (group !== '' || kind !== 'Service')
    return failed('InvalidKind', `Backends of kind ${kind} in group "${group}" are not supported.`)
  const from = { group: gatewayGroup, kind: route.kind, namespace: namespaceOf(route) }
  if (!isReferenceGranted(network, from, { group, kind, namespace, name }))
    return failed(
      'RefNotPermitted',
      `Service ${namespace}/${name} is in another namespace, and no ReferenceGrant there allows it.`
    )
  const service = network.service(namespace, name)
  if (!service) return failed('BackendNotFound', `Service ${namespace}/${name} does not exist.`)
  const ports = service.spec?.ports ?? []
  const found = ports.find(one => one.port === port)
  if (!found) {
    const has = ports.map(one => one.port).join(', ')
    return failed(
      'BackendNotFound',
      `Service ${namespace}/${name} has no port ${port ?? 'that is named'}; it has ${has || 'none'}.`
    )
  }
  return { service, port: found }
}

function failed(reason: string, message: string): RouteBackend {
  return { problem: no(reason, message) }
}

/** Every backend reference of a route, in the order in which they are written. */
export function backendRefsOf(route: Route): readonly BackendRef[] {
  return (route.spec?.rules ?? []).flatMap(rule => rule.backendRefs ?? [])
}
