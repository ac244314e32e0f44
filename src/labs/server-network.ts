import type { KubeObject } from '../model/object.ts'
import type { Service } from '../model/kinds.ts'
import { clusterIpsOf, networkOf, type Network } from '../net/network.ts'
import { bracketed, routeToService, type RoutedEndpoint } from '../net/service-routing.ts'
import { callOptions, stopIfAborted, type ProbeContext } from './probe-context.ts'
import { parseTargetUrl } from './target-url.ts'

/** What the objects of a cluster say about the server behind a URL. */
export interface ServerNetwork {
  readonly network: Network
  readonly service?: Service
  readonly endpoint?: RoutedEndpoint
}

const types = [
  { apiVersion: 'v1', kind: 'Pod' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' }
] as const

/**
 * Reads the namespaces of both ends. What may not be read is left out: it is needed for further ways to the
 * server and for explanations, never for a verdict.
 */
export async function readServerNetwork(
  context: ProbeContext,
  url: string,
  clientNamespace: string
): Promise<ServerNetwork> {
  const parsed = parseTargetUrl(url)
  const [name = '', serverNamespace = ''] = parsed?.host.split('.') ?? []
  const namespaces = [...new Set([serverNamespace, clientNamespace])].filter(one => one !== '')
  const lists = await Promise.all([
    context.cluster.list({ apiVersion: 'v1', kind: 'Namespace' }, callOptions(context, 10_000)),
    ...namespaces.flatMap(namespace =>
      types.map(type => context.cluster.list(type, { ...callOptions(context, 10_000), namespace }))
    )
  ])
  stopIfAborted(context)
  const objects: KubeObject[] = lists.flatMap(list => (list.ok ? list.value.items : []))
  const network = networkOf(objects)
  const service = network.service(serverNamespace, name)
  if (!service || !parsed) return { network }
  const [endpoint] = routeToService(network, service, {
    port: parsed.port,
    protocol: parsed.protocol
  }).endpoints
  return { network, service, ...(endpoint && { endpoint }) }
}

/** The same request without the name: to the Service's address, or to one of its Pods. */
export function otherWays(
  { service, endpoint }: ServerNetwork,
  url: string,
  also: readonly ('clusterIP' | 'podIP')[]
): readonly string[] {
  const parsed = parseTargetUrl(url)
  if (!parsed || !service) return []
  const { scheme, port, path } = parsed
  const [clusterIp] = clusterIpsOf(service)
  return also.flatMap(way => {
    if (way === 'clusterIP')
      return clusterIp === undefined ? [] : [`${scheme}://${bracketed(clusterIp)}:${port}${path}`]
    return endpoint ? [`${scheme}://${bracketed(endpoint.ip)}:${endpoint.port}${path}`] : []
  })
}
