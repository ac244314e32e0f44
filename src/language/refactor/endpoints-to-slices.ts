import { parseIp } from '../../model/cidr.ts'
import type { EndpointAddress, Endpoints } from '../../model/kinds.ts'
import type { Manifest } from '../../rules/manifest.ts'
import type { Rewrite } from './refactorings.ts'

/**
 * An EndpointSlice for each subset and family; Endpoints are deprecated since Kubernetes 1.33.
 * https://kubernetes.io/blog/2025/04/24/endpoints-deprecation/
 */
export function endpointsToSlices(manifest: Manifest): Rewrite | undefined {
  const { metadata, subsets = [] } = manifest.object as Endpoints
  const name = metadata.name
  if (name === undefined || subsets.length === 0) return undefined
  const slices = subsets.flatMap(({ addresses = [], notReadyAddresses = [], ports = [] }) =>
    (['IPv4', 'IPv6'] as const).flatMap(family => {
      const isOwn = ({ ip }: EndpointAddress): boolean => parseIp(ip)?.family === family
      const endpoints = [
        ...addresses.filter(isOwn).map(address => endpointOf(address, true)),
        ...notReadyAddresses.filter(isOwn).map(address => endpointOf(address, false))
      ]
      return endpoints.length === 0 ? [] : [{ addressType: family, endpoints, ports }]
    })
  )
  if (slices.length === 0) return undefined
  const { namespace, labels } = metadata
  return {
    title: `Convert to EndpointSlice of Service ${name}`,
    objects: slices.map((slice, i) => ({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: `${name}-${i + 1}`,
        ...(namespace !== undefined && { namespace }),
        labels: { ...labels, 'kubernetes.io/service-name': name }
      },
      ...slice
    }))
  }
}

function endpointOf(
  { ip, hostname, nodeName, targetRef }: EndpointAddress,
  ready: boolean
): object {
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname !== undefined && { hostname }),
    ...(nodeName !== undefined && { nodeName }),
    ...(targetRef !== undefined && { targetRef })
  }
}
