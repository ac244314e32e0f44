import { gatewayGroup, type Gateway, type ParentReference } from '../../model/gateway-kinds.ts'
import { selects } from '../../model/selector.ts'
import { namespaceOf, titleOf, type Network } from '../network.ts'
import { findGateway, type Route } from './gateway-objects.ts'
import { hostnamesIntersect } from './hostname.ts'
import { no, yes, type Finding, type ListenerState } from './listener-state.ts'
import { backendOf, backendRefsOf } from './route-backend.ts'

/** What a route is to one of its parents. */
export interface Attachment {
  readonly parent: ParentReference
  readonly gateway: Gateway
  /** The listeners that take the route. */
  readonly listeners: readonly ListenerState[]
  readonly accepted: Finding
  readonly resolvedRefs: Finding
}

/**
 * How a route attaches to each of its parents that is a Gateway and that exists. `listenersOf` gives the
 * listeners of a Gateway, or undefined for one of another controller.
 * https://gateway-api.sigs.k8s.io/reference/spec/#routeparentstatus
 */
export function attachmentsOf(
  network: Network,
  route: Route,
  listenersOf: (gateway: Gateway) => readonly ListenerState[] | undefined
): readonly Attachment[] {
  return (route.spec?.parentRefs ?? []).flatMap(parent => {
    const { group = gatewayGroup, kind = 'Gateway', namespace = namespaceOf(route) } = parent
    if (group !== gatewayGroup || kind !== 'Gateway') return []
    const gateway = findGateway(network, namespace, parent.name)
    const all = gateway && listenersOf(gateway)
    if (!gateway || !all) return []
    const { listeners, accepted } = accept(network, route, parent, gateway, all)
    return [{ parent, gateway, listeners, accepted, resolvedRefs: resolvedRefs(network, route) }]
  })
}

function accept(
  network: Network,
  route: Route,
  parent: ParentReference,
  gateway: Gateway,
  all: readonly ListenerState[]
): Pick<Attachment, 'listeners' | 'accepted'> {
  const refused = (
    reason: string,
    message: string
  ): Pick<Attachment, 'listeners' | 'accepted'> => ({
    listeners: [],
    accepted: no(reason, message)
  })
  const named = all.filter(
    ({ listener }) =>
      (parent.sectionName === undefined || listener.name === parent.sectionName) &&
      (parent.port === undefined || listener.port === parent.port)
  )
  if (named.length === 0) return refused('NoMatchingParent', missing(parent, gateway, all))
  const allowing = named.filter(state => allows(network, route, state))
  if (allowing.length === 0)
    return refused(
      'NotAllowedByListeners',
      `No listener of ${titleOf(gateway)} allows a ${route.kind} of namespace ${namespaceOf(route)}.`
    )
  const fitting = allowing.filter(
    ({ listener }) => hostnamesOn(route, listener.hostname).length > 0
  )
  if (fitting.length === 0)
    return refused(
      'NoMatchingListenerHostname',
      `No hostname of the route fits a listener of ${titleOf(gateway)}: ${allowing.map(one => one.listener.hostname ?? '').join(', ')}.`
    )
  // Whether the listener itself is accepted doesn't matter to the attachment, by the API.
  return { listeners: fitting, accepted: yes('Accepted', 'The route is accepted.') }
}

function missing(
  { sectionName, port }: ParentReference,
  gateway: Gateway,
  all: readonly ListenerState[]
): string {
  const asked = [
    ...(sectionName === undefined ? [] : [`name ${sectionName}`]),
    ...(port === undefined ? [] : [`port ${port}`])
  ].join(' and ')
  const has = all.map(({ listener }) => `${listener.name} (port ${listener.port})`).join(', ')
  return `${titleOf(gateway)} has no listener with ${asked}; it has ${has}.`
}

function allows(
  network: Network,
  route: Route,
  { gateway, listener, kinds }: ListenerState
): boolean {
  if (!kinds.includes(route.kind)) return false
  const { from = 'Same', selector } = listener.allowedRoutes?.namespaces ?? {}
  const namespace = namespaceOf(route)
  if (from === 'Same') return namespaceOf(gateway) === namespace
  if (from === 'Selector')
    return selector !== undefined && selects(selector, network.namespaceLabels(namespace))
  return from === 'All'
}

/** The route's names that can be asked for at a listener; an empty text stands for every host of it. */
export function hostnamesOn(route: Route, listener: string | undefined): readonly string[] {
  const own = route.spec?.hostnames ?? []
  if (own.length === 0) return [listener ?? '']
  if (listener === undefined || listener === '') return own
  return own.filter(one => hostnamesIntersect(one, listener))
}

/** The first reference that leads nowhere decides the reason; all of them are told. */
export function resolvedRefs(network: Network, route: Route): Finding {
  const problems = backendRefsOf(route).flatMap(ref => backendOf(network, route, ref).problem ?? [])
  const [first] = problems
  if (!first) return yes('ResolvedRefs', 'All references are resolved.')
  return no(first.reason, [...new Set(problems.map(one => one.message))].join(' '))
}
