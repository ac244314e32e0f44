import { itemsOf, recordOf } from '../../base/json.ts'
import { gatewayGroup, type Gateway, type Listener } from '../../model/gateway-kinds.ts'
import { nameOf, namespaceOf, type ClusterObjects } from '../network.ts'
import { isReferenceGranted } from './gateway-objects.ts'

/** What a controller says of a listener or a route, before it becomes a condition with its times. */
export interface Finding {
  readonly holds: boolean
  readonly reason: string
  readonly message: string
}

/** One listener of a Gateway with what a controller makes of it. */
export interface ListenerState {
  readonly gateway: Gateway
  readonly listener: Listener
  readonly index: number
  readonly accepted: Finding
  readonly resolvedRefs: Finding
  readonly conflict?: Finding
  /** Route kinds that may attach. */
  readonly kinds: readonly string[]
}

/** Route kinds by protocol. https://gateway-api.sigs.k8s.io/reference/spec/#protocoltype */
const kindsOfProtocol: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  TLS: ['TLSRoute', 'TCPRoute'],
  TCP: ['TCPRoute'],
  UDP: ['UDPRoute']
}

/**
 * The listeners of a Gateway and whether each can be used.
 * `ports` are those that the controller can open; every port when absent.
 */
export function listenerStates(
  objects: ClusterObjects,
  gateway: Gateway,
  ports?: readonly number[]
): readonly ListenerState[] {
  const listeners = gateway.spec?.listeners ?? []
  return listeners.map((listener, index) => {
    const known = kindsOfProtocol[listener.protocol]
    const conflict = conflictOf(listeners, index)
    const { kinds, unknown } = allowedKinds(listener, known ?? [])
    return {
      gateway,
      listener,
      index,
      accepted: acceptance(listener, known !== undefined, ports, conflict),
      resolvedRefs: unknown ?? certificates(objects, gateway, listener),
      ...(conflict && { conflict }),
      kinds
    }
  })
}

/** A listener that takes part: others get no routes. */
export function isUsable(state: ListenerState): boolean {
  return state.accepted.holds && state.resolvedRefs.holds
}

function acceptance(
  { protocol, port }: Listener,
  isKnown: boolean,
  ports: readonly number[] | undefined,
  conflict: Finding | undefined
): Finding {
  if (!isKnown) return no('UnsupportedProtocol', `Protocol ${protocol} is not supported.`)
  if (ports && !ports.includes(port))
    return no(
      'PortUnavailable',
      `No entry point of the controller listens at port ${port}; it has ${ports.join(' and ')}.`
    )
  if (conflict) return no(conflict.reason, conflict.message)
  return yes('Accepted', 'The listener is accepted.')
}

/** Listeners of one port must differ by hostname, and speak the same protocol. The first one wins. */
function conflictOf(listeners: readonly Listener[], index: number): Finding | undefined {
  const own = listeners[index]
  if (!own) return undefined
  for (const other of listeners.slice(0, index)) {
    if (other.port !== own.port || (other.protocol === 'UDP') !== (own.protocol === 'UDP')) continue
    if (other.protocol !== own.protocol)
      return no(
        'ProtocolConflict',
        `Listener ${other.name} has port ${own.port} with protocol ${other.protocol}.`
      )
    if ((other.hostname ?? '').toLowerCase() === (own.hostname ?? '').toLowerCase())
      return no('HostnameConflict', `Listener ${other.name} has the same port and hostname.`)
  }
  return undefined
}

function allowedKinds(
  { allowedRoutes, protocol }: Listener,
  known: readonly string[]
): { readonly kinds: readonly string[]; readonly unknown?: Finding } {
  const asked = allowedRoutes?.kinds ?? []
  if (asked.length === 0) return { kinds: known }
  const isKnown = (one: (typeof asked)[number]): boolean =>
    (one.group ?? gatewayGroup) === gatewayGroup && known.includes(one.kind)
  const kinds = asked.filter(isKnown).map(one => one.kind)
  const other = asked.find(one => !isKnown(one))
  if (!other) return { kinds }
  const message = `Routes of kind ${other.kind} can not attach to protocol ${protocol}.`
  return { kinds, unknown: no('InvalidRouteKinds', message) }
}

function certificates(objects: ClusterObjects, gateway: Gateway, listener: Listener): Finding {
  const fine = yes('ResolvedRefs', 'All references are resolved.')
  const terminates =
    listener.protocol === 'HTTPS' ||
    (listener.protocol === 'TLS' && listener.tls?.mode !== 'Passthrough')
  if (!terminates) return fine
  const refs = listener.tls?.certificateRefs ?? []
  if (refs.length === 0)
    return no('InvalidCertificateRef', 'The listener ends TLS and names no certificate.')
  for (const { group = '', kind = 'Secret', name, namespace = namespaceOf(gateway) } of refs) {
    if (group !== '' || kind !== 'Secret')
      return no('InvalidCertificateRef', `A certificate is a Secret, not ${group}/${kind}.`)
    const from = { group: gatewayGroup, kind: 'Gateway', namespace: namespaceOf(gateway) }
    if (!isReferenceGranted(objects, from, { group, kind, namespace, name }))
      return no('RefNotPermitted', `No ReferenceGrant allows Secret ${namespace}/${name}.`)
    const secret = objects
      .list('v1/Secret')
      .find(one => nameOf(one) === name && namespaceOf(one) === namespace)
    if (!secret) return no('InvalidCertificateRef', `Secret ${namespace}/${name} does not exist.`)
    const data = recordOf(secret.data)
    if (!data['tls.crt'] || !data['tls.key'])
      return no('InvalidCertificateRef', `Secret ${namespace}/${name} lacks tls.crt or tls.key.`)
  }
  return fine
}

export function yes(reason: string, message: string): Finding {
  return { holds: true, reason, message }
}

export function no(reason: string, message: string): Finding {
  return { holds: false, reason, message }
}

/** Whether a Gateway asks for addresses of its own; only those of a pool are given out here. */
export function asksForAddresses(gateway: Gateway): boolean {
  return itemsOf(gateway.spec?.addresses).length > 0
}
