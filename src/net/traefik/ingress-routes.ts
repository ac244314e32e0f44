import { itemsOf, numberOf, recordOf, stringOf, type UnknownRecord } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { nameOf, namespaceOf, titleOf, type Network } from '../network.ts'
import type { Decision, ProxiedRequest, WeightedBackend } from '../proxy/decision.ts'
import { traefikRuleOf } from './traefik-rule.ts'

const api = 'traefik.io/v1alpha1'

/** Services within services of Traefik's are followed this deep. */
const maxDepth = 5

export function ingressRoutes(network: Network): readonly KubeObject[] {
  return network.list(`${api}/IngressRoute`)
}

interface Candidate {
  readonly object: KubeObject
  readonly route: UnknownRecord
  readonly index: number
  readonly priority: number
}

/**
 * Where Traefik's IngressRoutes send a request: the route with the highest priority, which is the length of
 * its rule unless it says another. Undefined when none takes it.
 * https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/crd/http/ingressroute/
 */
export function routeByIngressRoutes(
  network: Network,
  request: ProxiedRequest
): Decision | undefined {
  const entryPoint = request.port === 443 ? 'websecure' : 'web'
  const fitting = ingressRoutes(network).flatMap(object => {
    const spec = recordOf(object.spec)
    const entryPoints = itemsOf(spec.entryPoints)
    if (entryPoints.length > 0 && !entryPoints.includes(entryPoint)) return []
    return itemsOf(spec.routes).flatMap((one, index): Candidate[] => {
      const route = recordOf(one)
      const rule = stringOf(route.match) ?? ''
      const test = traefikRuleOf(rule)
      // A rule that can't be read makes no router.
      if (typeof test === 'string' || !test(request)) return []
      return [{ object, route, index, priority: numberOf(route.priority) ?? rule.length }]
    })
  })
  const best = fitting.sort((a, b) => b.priority - a.priority)[0]
  if (!best) return undefined
  const { object, route, index } = best
  if (itemsOf(route.middlewares).length > 0)
    return {
      kind: 'refuse',
      reason: `${titleOf(object)} sends requests through Middlewares, which are not modelled.`
    }
  const namespace = namespaceOf(object)
  return {
    kind: 'forward',
    turn: `${titleOf(object)} ${index}`,
    backends: itemsOf(route.services).flatMap(service =>
      backendsOf(network, namespace, recordOf(service), maxDepth)
    ),
    request,
    reason: `${titleOf(object)} takes it by route ${index}.`,
    object,
    path: ['spec', 'routes', index]
  }
}

/** The backends behind one entry: a Service, or the weighted parts of a TraefikService. */
function backendsOf(
  network: Network,
  home: string,
  entry: UnknownRecord,
  depth: number
): readonly WeightedBackend[] {
  const name = stringOf(entry.name) ?? ''
  const namespace = stringOf(entry.namespace) ?? home
  const weight = numberOf(entry.weight) ?? 1
  if (entry.kind === 'TraefikService')
    return scaled(traefikService(network, namespace, name, depth), weight)
  const service = network.service(namespace, name)
  const port = (service?.spec?.ports ?? []).find(
    one => one.port === entry.port || one.name === entry.port
  )
  if (!service || !port)
    return [
      { weight, status: 404, problem: `Service ${namespace}/${name} or its port is not there.` }
    ]
  return [{ weight, to: { service, port: port.port } }]
}

/** Shares of a part are shares of its own weight, whatever the numbers inside add up to. */
function scaled(parts: readonly WeightedBackend[], weight: number): readonly WeightedBackend[] {
  const total = parts.reduce((sum, part) => sum + part.weight, 0)
  if (total === 0) return parts
  return parts.map(part => ({ ...part, weight: (part.weight * weight) / total }))
}

function traefikService(
  network: Network,
  namespace: string,
  name: string,
  depth: number
): readonly WeightedBackend[] {
  const found = network
    .list(`${api}/TraefikService`)
    .find(one => nameOf(one) === name && namespaceOf(one) === namespace)
  const title = `TraefikService ${namespace}/${name}`
  if (!found || depth === 0)
    return [
      { weight: 1, status: 404, problem: `${title} is not there, or goes round in a circle.` }
    ]
  const { weighted, mirroring } = recordOf(found.spec)
  // The copies of a mirror are seen by nobody; the answer is that of the main service.
  const parts = mirroring === undefined ? itemsOf(recordOf(weighted).services) : [mirroring]
  return parts.flatMap(part => backendsOf(network, namespace, recordOf(part), depth - 1))
}
