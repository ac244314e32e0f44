import type { Network } from '../../net/network.ts'
import { routeToService } from '../../net/service-routing.ts'
import { count, good, unreadFinding, type Finding } from './finding.ts'
import type { ObjectFacts } from './object-facts.ts'

/** A Service that a route sends to. */
export interface Backend {
  readonly namespace: string
  readonly name: string
  /** By number or by name; absent when the text leaves it out. */
  readonly port?: number | string
}

/** Whether the Services behind a route are there, have the port, and have somebody ready. */
export function backendFindings(
  backends: readonly Backend[],
  { network, unread }: ObjectFacts
): readonly Finding[] {
  if (backends.length === 0) return []
  const hidden = unreadFinding('backends', unread, ['Service', 'EndpointSlice'])
  if (hidden) return [hidden]
  const unique = [...new Map(backends.map(backend => [JSON.stringify(backend), backend])).values()]
  const broken = unique.flatMap(backend => faultOf(backend, network) ?? [])
  const [first, ...others] = broken
  if (first === undefined)
    return [good('backends', `sends to ${count(unique.length, 'backend')} with ready endpoints`)]
  return [
    {
      about: 'backends',
      verdict: 'fail',
      says: [first, ...others].join('; '),
      next: 'Apply the Service and the Pods behind it, or correct the name and port of the backend.',
      brief: `${broken.length} of ${count(unique.length, 'backend')} broken`
    }
  ]
}

function faultOf({ namespace, name, port }: Backend, network: Network): string | undefined {
  const title = `Service ${namespace}/${name}`
  const service = network.service(namespace, name)
  if (!service) return `sends to ${title}, which is not in the cluster`
  if (service.spec?.type === 'ExternalName' || port === undefined) return undefined
  const found = (service.spec?.ports ?? []).find(one =>
    typeof port === 'number' ? one.port === port : one.name === port
  )
  if (!found) return `sends to port ${port} of ${title}, which has no such port`
  const slices = network.slicesOf(service).flatMap(slice => slice.endpoints ?? [])
  const route = routeToService(network, service, {
    port: found.port,
    protocol: found.protocol ?? 'TCP'
  })
  // A headless Service has no route of its own; controllers send to its endpoints directly.
  const isServed =
    route.outcome === 'no-proxy'
      ? slices.some(({ conditions }) => conditions?.ready !== false)
      : route.endpoints.length > 0
  return isServed ? undefined : `sends to ${title}, which has no ready endpoint`
}
