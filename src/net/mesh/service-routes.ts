import type { HTTPRoute, ParentReference } from '../../model/gateway-kinds.ts'
import type { Service } from '../../model/kinds.ts'
import type { Pod } from '../../model/pod.ts'
import { httpRoutes } from '../gateway/gateway-objects.ts'
import { ruleFor } from '../gateway/route-match.ts'
import { decide } from '../gateway/route-request.ts'
import { nameOf, namespaceOf, titleOf, type Network } from '../network.ts'
import { proxyAnswer, type Decision, type ProxiedRequest } from '../proxy/decision.ts'

/** Whether a parent reference means a Service, as routes of a mesh have them. */
export function isServiceParent({ group, kind }: ParentReference): boolean {
  return (group ?? 'gateway.networking.k8s.io') === '' && kind === 'Service'
}

/**
 * The routes of a mesh for a port of a Service: those of its own namespace hold for every client, those of
 * another namespace for the clients there, and then before the others.
 * https://gateway-api.sigs.k8s.io/mesh/
 */
export function serviceRoutes(
  network: Network,
  service: Service,
  port: number,
  from: Pod
): readonly HTTPRoute[] {
  const bound = httpRoutes(network).filter(route =>
    (route.spec?.parentRefs ?? []).some(
      parent =>
        isServiceParent(parent) &&
        parent.name === nameOf(service) &&
        (parent.namespace ?? namespaceOf(route)) === namespaceOf(service) &&
        (parent.port === undefined || parent.port === port)
    )
  )
  const own = bound.filter(route => namespaceOf(route) === namespaceOf(from))
  const isForeign = namespaceOf(from) !== namespaceOf(service)
  if (isForeign && own.length > 0) return own
  return bound.filter(route => namespaceOf(route) === namespaceOf(service))
}

/** What the routes of a Service make of a request. Hostnames don't matter to them. */
export function routeByServiceRoutes(
  network: Network,
  routes: readonly HTTPRoute[],
  service: Service,
  request: ProxiedRequest
): Decision {
  const bare = routes.map(route => ({ ...route, spec: { ...route.spec, hostnames: [] } }))
  const matched = ruleFor(bare, undefined, request)
  if (!matched)
    return proxyAnswer(404, '', `No rule of a route of ${titleOf(service)} matches the request.`)
  const decision = decide(network, matched, request)
  return decision.kind === 'forward' ? throughService(service, decision) : decision
}

/** A rule without backends sends to the Service itself. */
function throughService(
  service: Service,
  decision: Extract<Decision, { readonly kind: 'forward' }>
): Decision {
  if (decision.backends.length > 0) return decision
  const to = { service, port: decision.request.port }
  return { ...decision, backends: [{ weight: 1, to }] }
}
