import type { Container, Pod } from '../model/pod.ts'
import { connect, type Connection, type ConnectRequest } from './connect.ts'
import { isLoopback, parseIp } from '../model/cidr.ts'
import { addressIn } from './endpoint.ts'
import { listenerAt } from './listening.ts'
import { titleOf, type Network } from './network.ts'

export interface HttpRequest extends Omit<ConnectRequest, 'host' | 'port' | 'protocol'> {
  /** As curl takes it: without a scheme it is http. */
  readonly url: string
  readonly method?: string
  /** Names in lower case. `host` replaces the one of the URL. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** What the containers serve; without it a connection has no response. */
  readonly serve?: HttpServing
  /** What a proxy in the client's own Pod makes of the request; undefined leaves it to Services. */
  readonly through?: (connection: Connection, url: HttpUrl) => HttpResponse | Refusal | undefined
}

/** A question that the model must not answer, with the reason in a sentence. */
export interface Refusal {
  readonly refusal: string
}

/** What arrives at a container. */
export interface ServedRequest {
  readonly pod: Pod
  readonly container?: Container
  readonly port: number
  readonly secure: boolean
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** The Pod that asks. */
  readonly from: Pod
  /** The address that it asks from, of the family of the connection. */
  readonly clientIp: string
}

export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Undefined when the container at that port doesn't speak HTTP. */
export type HttpServing = (request: ServedRequest) => HttpResponse | Refusal | undefined

export interface HttpResult {
  readonly connection: Connection
  readonly response?: HttpResponse
  /** Why the model has no answer, although there would be one. */
  readonly refusal?: string
  readonly reason: string
}

/** A request over one new connection; redirects are not followed. Undefined when the URL is none. */
export function httpRequest(network: Network, request: HttpRequest): HttpResult | undefined {
  const url = parseHttpUrl(request.url)
  if (url === undefined) return undefined
  const connection = connect(network, { ...request, host: url.host, port: url.port })
  const routed = url.secure ? undefined : request.through?.(connection, url)
  if (routed) return replied({ ...connection, outcome: 'connected' }, routed, 'The mesh')
  const pod = connection.peer?.pod
  if (connection.outcome !== 'connected' || pod === undefined || connection.peer === undefined)
    return { connection, reason: connection.reason }

  const { port } = connection.peer
  const { container } = listenerAt(pod, port, 'TCP', request.listens)
  const response = request.serve?.({
    pod,
    ...(container && { container }),
    port,
    secure: url.secure,
    method: request.method ?? 'GET',
    path: url.path,
    headers: { host: url.authority, ...request.headers },
    ...(request.body !== undefined && { body: request.body }),
    from: request.from,
    clientIp: clientIpOf(request.from, connection.peer.ip)
  })
  if (response) return replied(connection, response, titleOf(pod))
  return { connection, reason: `${titleOf(pod)} accepts the connection and answers no HTTP.` }
}

function clientIpOf(from: Pod, peer: string): string {
  const ip = parseIp(peer)
  // What a Pod asks itself at localhost comes from localhost.
  if (ip && isLoopback(ip)) return peer
  const family = ip?.family
  return (family && addressIn(from, family)) ?? ''
}

function replied(connection: Connection, reply: HttpResponse | Refusal, who: string): HttpResult {
  if ('refusal' in reply) return { connection, refusal: reply.refusal, reason: reply.refusal }
  return { connection, response: reply, reason: `${who} answers ${reply.status}.` }
}

export interface HttpUrl {
  readonly secure: boolean
  readonly host: string
  readonly port: number
  /** Host and, where it isn't the scheme's own, the port: the Host header. */
  readonly authority: string
  readonly path: string
}

/** Reads an http or https URL without normalising the host, because a trailing dot matters to DNS. */
export function parseHttpUrl(text: string): HttpUrl | undefined {
  const match =
    /^(?:(https?):\/\/)?(?:[^/?#@]*@)?(\[[0-9A-Fa-f:.]+\]|[^:/?#@[\]\s]+)(?::(\d{1,5}))?([/?][^#\s]*)?(?:#.*)?$/i.exec(
      text.trim()
    )
  const [, scheme = 'http', host, portText, rest = '/'] = match ?? []
  if (host === undefined) return undefined
  const secure = scheme.toLowerCase() === 'https'
  const usual = secure ? 443 : 80
  const port = portText === undefined ? usual : Number(portText)
  if (port < 1 || port > 65535) return undefined
  return {
    secure,
    host,
    port,
    authority: port === usual ? host : `${host}:${port}`,
    path: rest.startsWith('/') ? rest : `/${rest}`
  }
}
