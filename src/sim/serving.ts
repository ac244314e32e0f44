import { podIpsOf, type Pod } from '../model/pod.ts'
import { parseIp } from '../model/cidr.ts'
import type { Connection } from '../net/connect.ts'
import { hostOfHeader } from '../net/gateway/hostname.ts'
import type { HttpResponse, HttpServing, ServedRequest } from '../net/http.ts'
import type { Network } from '../net/network.ts'
import type { ProxiedRequest } from '../net/proxy/decision.ts'
import { carryOut } from '../net/proxy/forward.ts'
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
    return request.secure ? undefined : served(network, request)
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
): HttpResponse | undefined {
  const { pod, body } = arrived
  const request = asProxied(arrived)
  const isPlainAtTls = !request.secure && request.port === 443
  const decision = isPlainAtTls ? undefined : decideAt(network, proxy, request)
  return (
    decision &&
    carryOut(network, pod, decision, {
      turns: backend.turns,
      random: backend.random,
      listens: listensByImage,
      serve: servingIn(backend, network),
      ...(body !== undefined && { body })
    })
  )
}

/** The request with the headers by which a proxy says for whom it asks. */
function asProxied({
  method,
  path,
  headers,
  secure,
  port,
  from,
  pod
}: ServedRequest): ProxiedRequest {
  const host = hostOfHeader(headers.host ?? '')
  const family = parseIp(podIpsOf(pod)[0] ?? '')?.family
  const client = podIpsOf(from).find(ip => parseIp(ip)?.family === family) ?? ''
  return {
    method,
    host,
    path,
    secure,
    port,
    headers: {
      ...headers,
      'x-forwarded-for': [headers['x-forwarded-for'], client].filter(Boolean).join(', '),
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
