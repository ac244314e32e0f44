import { itemsOf } from '../../base/json.ts'
import type { EndpointSlice, SliceEndpoint } from '../../model/kinds.ts'

/** By this label a slice says which program keeps it. */
export const managedByLabel = 'endpointslice.kubernetes.io/managed-by'

/** Programs of Kubernetes itself that write slices, and remove those that they do not know. */
const controllers = [
  'endpointslice-controller.k8s.io',
  'endpointslicemirroring-controller.k8s.io',
  'endpoint-slice-controller.k8s.io'
]

export function isManagedByKubernetes({ metadata }: EndpointSlice): boolean {
  return controllers.includes(metadata.labels?.[managedByLabel] ?? '')
}

/** Whether somebody wrote the slice; one that a program keeps names its owner or its program. */
export function isWrittenByHand(slice: EndpointSlice): boolean {
  return !isManagedByKubernetes(slice) && (slice.metadata.ownerReferences ?? []).length === 0
}

/** The addresses of an endpoint that may still be in the making. */
export function addressesOf(endpoint: SliceEndpoint): readonly string[] {
  return itemsOf(endpoint.addresses).filter(address => typeof address === 'string')
}
