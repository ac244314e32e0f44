import { gatewayGroup, type HTTPRoute } from '../../model/gateway-kinds.ts'
import { kindKey, type KubeObject } from '../../model/object.ts'
import type { ObjectType } from './object-cluster.ts'

/** Objects that have to be read to judge another: all of a kind, or those of one namespace. */
export interface Neighbours extends ObjectType {
  readonly namespace?: string
}

const v1 = (kind: string): ObjectType => ({ apiVersion: 'v1', kind })
const slices: ObjectType = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' }
const policies: ObjectType = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' }
const serving = [v1('Service'), slices]

/** What stands around an object and decides whether it works, by its kind; nothing for most kinds. */
export function neighboursOf(object: KubeObject, namespace: string): readonly Neighbours[] {
  const here = (...types: readonly ObjectType[]): readonly Neighbours[] =>
    types.map(type => ({ ...type, namespace }))
  switch (kindKey(object)) {
    case 'apps/Deployment':
    case 'apps/ReplicaSet':
    case 'apps/StatefulSet':
    case 'apps/DaemonSet':
      return here(v1('Pod'))
    case '/Service':
      return here(v1('Service'), v1('Pod'), slices)
    case 'networking.k8s.io/NetworkPolicy':
      return [
        v1('Namespace'),
        // Cluster DNS, which the Pods may have to reach.
        ...[namespace, 'kube-system'].flatMap(one =>
          [v1('Pod'), policies, ...serving].map(type => ({ ...type, namespace: one }))
        )
      ]
    case 'networking.k8s.io/Ingress':
      return [
        { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass' },
        ...here(...serving, v1('Pod'))
      ]
    case `${gatewayGroup}/Gateway`:
      return [{ apiVersion: `${gatewayGroup}/v1`, kind: 'GatewayClass' }]
    case `${gatewayGroup}/HTTPRoute`:
    case `${gatewayGroup}/GRPCRoute`:
      return routeNeighbours(object as HTTPRoute, namespace)
    default:
      return []
  }
}

function routeNeighbours({ spec }: HTTPRoute, own: string): readonly Neighbours[] {
  const parents = (spec?.parentRefs ?? []).map(
    ({ group = gatewayGroup, kind = 'Gateway', namespace = own }) => ({
      apiVersion: group === '' ? 'v1' : `${group}/v1`,
      kind,
      namespace
    })
  )
  const backends = (spec?.rules ?? [])
    .flatMap(({ backendRefs = [] }) => backendRefs)
    .flatMap(({ namespace = own }) => [...serving, v1('Pod')].map(type => ({ ...type, namespace })))
  return [...parents, ...backends]
}
