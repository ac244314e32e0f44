import { isLoopback, parseIp } from '../model/cidr.ts'
import type { Pod } from '../model/pod.ts'
import type { Connection } from '../net/connect.ts'
import { hostOfHeader } from '../net/gateway/hostname.ts'
import type { HttpRequest, HttpResponse, HttpServing, Refusal, ServedRequest } from '../net/http.ts'
import { asksForMutualTls, authorize } from '../net/mesh/authorization.ts'
import { meshOf } from '../net/mesh/mesh-of.ts'
import { meshDecision } from '../net/mesh/mesh-request.ts'
import type { Network } from '../net/network.ts'
import type { ProxiedRequest } from '../net/proxy/decision.ts'
import { carryOut, type ForwardOptions } from '../net/proxy/forward.ts'
import { decideAt, proxyOf, type Proxy } from '../net/proxy/proxies.ts'
import type { Backend } from './backend.ts'
import { containerFile } from './exec/container-files.ts'
import { behaviourOf, listensByImage, simulatedPage } from './images.ts'

/** What the containers of a cluster answer over HTTP: proxies route, the others serve what their images do. */
export function servingIn(backend: Backend, network: Network): HttpServing {
  return request => {
    const proxy = proxyOf(network, request.pod)
    if (proxy) return routed(backend, network, proxy, request)
    // None of the known images speaks TLS.
    if (request.secure) return undefined
    return guarded(network, request) ?? served(network, request)
  }
}

/** What the proxy of a mesh before a container answers instead of it. */
function guarded(network: Network, request: ServedRequest): HttpResponse | Refusal | undefined {
  if (meshOf(request.pod) !== 'istio') return undefined
  // What comes from localhost, as a forwarded port does, passes the proxy by: its rules of iptables leave it alone.
  const client = parseIp(request.clientIp)
  if (client && isLoopback(client)) return undefined
  if (meshOf(request.from) !== 'istio' && asksForMutualTls(network, request.pod))
    return {
      refusal: 'whether plain text gets in is for the mTLS of real proxies to decide.'
    }
  const authorization = authorize(network, request)
  if (authorization.verdict === 'allowed') return undefined
  if (authorization.verdict === 'unknown') return { refusal: authorization.reason }
  const body = 'RBAC: access denied'
  const headers = { 'content-length': String(body.length), 'content-type': 'text/plain' }
  return { status: 403, headers: { ...headers, server: 'istio-envoy' }, body }
}

/** The routing that the proxy of a mesh in a client's Pod does. */
export function meshIn(
  backend: Backend,
  network: Network,
  from: Pod,
  {
    method,
    headers,
    body
  }: { method: string; headers: Readonly<Record<string, string>>; body?: string }
): NonNullable<HttpRequest['through']> {
  return (connection, url) => {
    const host = headers.host ?? url.authority
    const request: ProxiedRequest = {
      method,
      host: hostOfHeader(host),
      path: url.path,
      headers: { ...headers, host },
      secure: false,
      port: url.port
    }
    const decision = meshDecision(network, from, connection, request)
    return decision && carryOut(network, from, decision, optionsOf(backend, network, body))
  }
}

function optionsOf(backend: Backend, network: Network, body: string | undefined): ForwardOptions {
  return {
    turns: backend.turns,
    random: backend.random,
    listens: listensByImage,
    serve: servingIn(backend, network),
    ...(body !== undefined && { body })
  }
}

function served(network: Network, request: ServedRequest): HttpResponse | undefined {
  const { pod, port } = request
  const containers = pod.spec?.containers ?? []
  const atPort = containers.find(one =>
    behaviourOf(one)?.ports.some(known => known.port === port && known.protocol === 'TCP')
  )
  const container = atPort ?? request.container
  if (!container) return undefined
  const behaviour = behaviourOf(container)
  if (!behaviour) return simulatedPage(container)
  return behaviour.serve?.({ ...request, container }, path =>
    containerFile(network, pod, container, path)
  )
}

function routed(
  backend: Backend,
  network: Network,
  proxy: Proxy,
  arrived: ServedRequest
): HttpResponse | Refusal | undefined {
  const { pod, body } = arrived
  const request = asProxied(arrived)
  const isPlainAtTls = !request.secure && request.port === 443
  const decision = isPlainAtTls ? undefined : decideAt(network, proxy, request)
  return decision && carryOut(network, pod, decision, optionsOf(backend, network, body))
}

/** The request with the headers by which a proxy says for whom it asks. */
function asProxied({
  method,
  path,
  headers,
  secure,
  port,
  clientIp
}: ServedRequest): ProxiedRequest {
  const host = hostOfHeader(headers.host ?? '')
  return {
    method,
    host,
    path,
    secure,
    port,
    headers: {
      ...headers,
      'x-forwarded-for': [headers['x-forwarded-for'], clientIp].filter(Boolean).join(', '),
      'x-forwarded-host': headers.host ?? '',
      'x-forwarded-proto': secure ? 'https' : 'http'
    }
  }
}

/** What a container sends back for a datagram over a connection that a Pod has opened. */
export function datagramAnswer({ peer }: Connection, from: Pod, text: string): string | undefined {
  const { pod, port } = peer ?? {}
  for (const container of pod?.spec?.containers ?? []) {
    const behaviour = behaviourOf(container)
    const isHere = behaviour?.ports.some(one => one.port === port && one.protocol === 'UDP')
    if (pod && isHere === true) return behaviour?.datagram?.(text, pod, from)
  }
  return undefined
}
