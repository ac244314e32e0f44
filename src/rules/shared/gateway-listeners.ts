import type { Gateway, Listener } from '../../model/gateway-kinds.ts'

/** The listeners of a Gateway; of one that is still being typed any field may be absent. */
export function listenersOf(gateway: Gateway): readonly Listener[] {
  return gateway.spec?.listeners ?? []
}

export const gatewayKeys = [
  'gateway.networking.k8s.io/v1/Gateway',
  'gateway.networking.k8s.io/v1beta1/Gateway'
]

/** The route kinds that a listener of a protocol can serve, of those that Gateway API brings. */
export const kindsByProtocol: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  TLS: ['TLSRoute', 'TCPRoute'],
  TCP: ['TCPRoute'],
  UDP: ['UDPRoute']
}

export const knownRouteKinds: readonly string[] = [
  ...new Set(Object.values(kindsByProtocol).flat())
]
