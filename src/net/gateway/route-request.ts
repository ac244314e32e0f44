import type { BackendRef, Gateway, HTTPRoute } from '../../model/gateway-kinds.ts'
import { titleOf, type Network } from '../network.ts'
import {
  proxyAnswer,
  type Decision,
  type ProxiedRequest,
  type WeightedBackend
} from '../proxy/decision.ts'
import { attachmentsOf } from './attach-route.ts'
import { httpRoutes } from './gateway-objects.ts'
import { hostnameAllows, hostnameRank } from './hostname.ts'
import { isUsable, listenerStates, type ListenerState } from './listener-state.ts'
import { backendOf } from './route-backend.ts'
import { runFilters } from './route-filters.ts'
import { ruleFor, type MatchedRule } from './route-match.ts'

/**
 * What the Gateways of one proxy make of a request: the listener with the most exact hostname takes it, and
 * of the routes on it the one that takes precedence. Undefined when no listener takes it.
 */
export function routeByGateways(
  network: Network,
  served: readonly Gateway[],
  request: ProxiedRequest,
  ports?: readonly number[]
): Decision | undefined {
  const states = served.flatMap(gateway => listenerStates(network, gateway, ports)).filter(isUsable)
  const listening = states
    .filter(
      ({ listener }) =>
        listener.port === request.port &&
        listener.protocol === (request.secure ? 'HTTPS' : 'HTTP') &&
        hostnameAllows(listener.hostname, request.host)
    )
    .sort((a, b) => hostnameRank(b.listener.hostname) - hostnameRank(a.listener.hostname))
  const [first] = listening
  if (!first) return undefined
  // Gateways may share a proxy; those whose listeners say the host equally well take part together.
  const equals = listening.filter(
    one => hostnameRank(one.listener.hostname) === hostnameRank(first.listener.hostname)
  )
  const routes = attachedRoutes(network, equals)
  const matched = ruleFor(routes, first.listener.hostname, request)
  if (!matched)
    return proxyAnswer(
      404,
      '404 page not found\n',
      `No rule of a route at listener ${first.listener.name} of ${titleOf(first.gateway)} matches ${request.method} ${request.host}${request.path}.`
    )
  return decide(network, matched, request)
}

function attachedRoutes(network: Network, states: readonly ListenerState[]): readonly HTTPRoute[] {
  return httpRoutes(network).filter(route =>
    attachmentsOf(network, route, gateway => states.filter(one => one.gateway === gateway)).some(
      ({ listeners }) => listeners.length > 0
    )
  )
}

/** What the rule that was found does with the request. */
export function decide(
  network: Network,
  { route, ruleIndex, match }: MatchedRule,
  request: ProxiedRequest
): Decision {
  const rule = route.spec?.rules?.[ruleIndex] ?? {}
  const path = ['spec', 'rules', ruleIndex]
  const filtered = runFilters(rule.filters, match, request)
  if (filtered.answer) return filtered.answer
  const backends = (rule.backendRefs ?? []).map(ref => weighted(network, route, ref, match))
  return {
    kind: 'forward',
    turn: `${titleOf(route)} ${ruleIndex}`,
    backends,
    request: filtered.request,
    ...(filtered.changeResponse && { changeResponse: filtered.changeResponse }),
    reason: `${titleOf(route)} takes it by rule ${ruleIndex}.`,
    object: route,
    path
  }
}

function weighted(
  network: Network,
  route: HTTPRoute,
  ref: BackendRef,
  match: MatchedRule['match']
): WeightedBackend {
  const { weight = 1, filters } = ref
  const found = backendOf(network, route, ref)
  // A reference that leads nowhere takes its share and gives 500, by the API.
  if (found.problem) return { weight, status: 500, problem: found.problem.message }
  return {
    weight,
    to: { service: found.service, port: found.port.port },
    ...(filters && { change: request => runFilters(filters, match, request).request })
  }
}
