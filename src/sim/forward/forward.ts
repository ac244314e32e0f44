import { connect } from '../../net/connect.ts'
import { httpRequest, type HttpResponse } from '../../net/http.ts'
import { titleOf } from '../../net/network.ts'
import type { Pod } from '../../model/pod.ts'
import type { Backend } from '../backend.ts'
import { titled } from '../exec/curl.ts'
import { contextOf } from '../exec/run-command.ts'
import { reasonPhrase } from '../exec/status-text.ts'
import type { ForwardReceiver, ForwardedPort } from '../practice-cluster.ts'
import { badRequest, notFound } from '../status.ts'
import { RequestReader, type StreamedRequest } from './http-stream.ts'

/**
 * Finds the Pod for `kubectl port-forward`. A port that nobody listens at is told later, on its own stream, as the
 * kubelet does (pkg/registry/core/pod/strategy.go, PortForwardLocation).
 *
 * @throws ApiError
 */
export function forwardTo(
  backend: Backend,
  namespace: string,
  name: string
): (port: number, receiver: ForwardReceiver) => ForwardedPort {
  const found = backend.store.get('/pods', namespace, name) as Pod | undefined
  if (!found) throw notFound({ group: '', plural: 'pods' }, name)
  const phase = found.status?.phase
  if (found.spec?.nodeName === undefined || found.spec.nodeName === '')
    throw badRequest(`pod ${name} does not have a host assigned`)
  if (phase !== 'Running')
    throw badRequest(`pod ${name} is not running; its phase is ${phase ?? 'unknown'}`)
  return (port, receiver) => new PodConnection({ backend, namespace, name, port, receiver })
}

interface Ends {
  readonly backend: Backend
  readonly namespace: string
  readonly name: string
  readonly port: number
  readonly receiver: ForwardReceiver
}

/**
 * One connection into a Pod. It begins inside of the Pod's own network, at localhost: neither a Service nor a
 * NetworkPolicy has a part in it. What servers answer over HTTP is modelled, and nothing else.
 */
class PodConnection implements ForwardedPort {
  readonly #ends: Ends
  readonly #reader = new RequestReader()
  #ended = false

  constructor(ends: Ends) {
    this.#ends = ends
    const { backend, port } = ends
    const pod = this.#pod()
    const container = pod?.spec?.containers?.[0]
    if (!pod || !container) {
      this.#fail('the Pod is gone.')
      return
    }
    const { network, listens } = contextOf(backend, pod, container, '')
    const opened = connect(network, { from: pod, host: loopback, port, listens })
    if (opened.outcome !== 'connected')
      this.#fail(`nothing listens at port ${port} of the Pod, so the connection is refused.`)
  }

  send(data: Uint8Array): void {
    if (this.#ended) return
    this.#reader.add(data)
    for (let read = this.#reader.next(); read.kind !== 'more'; read = this.#reader.next()) {
      if (read.kind === 'expects') this.#say('HTTP/1.1 100 Continue\r\n\r\n')
      else if (read.kind === 'not-http') this.#fail(read.sentence)
      else this.#answer(read.request)
      if (this.#isOver()) return
    }
  }

  /** The client sends no more. All that it asked for is answered by now. */
  end(): void {
    this.#end()
  }

  #isOver(): boolean {
    return this.#ended
  }

  #pod(): Pod | undefined {
    const { backend, namespace, name } = this.#ends
    return backend.store.get('/pods', namespace, name) as Pod | undefined
  }

  #answer({ method, path, headers, body, isLast }: StreamedRequest): void {
    const { backend, port } = this.#ends
    const pod = this.#pod()
    const container = pod?.spec?.containers?.[0]
    if (!pod || !container) {
      this.#fail('the Pod is gone.')
      return
    }
    const { network, listens, serve, random } = contextOf(backend, pod, container, '')
    const result = httpRequest(network, {
      from: pod,
      url: `http://${loopback}:${port}${path.startsWith('/') ? path : `/${path}`}`,
      method,
      headers,
      random,
      listens,
      serve,
      ...(body !== '' && { body })
    })
    if (!result) this.#respond(method, { status: 400, headers: {}, body: '' }, true)
    else if (result.response) this.#respond(method, result.response, isLast)
    else if (result.refusal !== undefined) this.#fail(result.refusal)
    else if (result.connection.outcome === 'connected')
      this.#fail(`what ${titleOf(pod)} says at port ${port} is not simulated, only HTTP is.`)
    else this.#fail(result.reason)
  }

  #respond(method: string, { status, headers, body }: HttpResponse, isLast: boolean): void {
    const bytes = new TextEncoder().encode(body)
    const own = Object.entries(headers).filter(([name]) => !written.has(name.toLowerCase()))
    const lines = [
      `HTTP/1.1 ${status} ${reasonPhrase(status)}`,
      ...own.map(([name, value]) => `${titled(name)}: ${value}`),
      `Content-Length: ${bytes.length}`,
      'X-Netlabs-Simulated: true',
      ...(isLast ? ['Connection: close'] : [])
    ]
    this.#say(`${lines.join('\r\n')}\r\n\r\n`)
    if (method !== 'HEAD' && bytes.length > 0) this.#ends.receiver.data(bytes)
    if (isLast) this.#end()
  }

  #say(text: string): void {
    this.#ends.receiver.data(new TextEncoder().encode(text))
  }

  #fail(why: string): void {
    const { name, port } = this.#ends
    // The beginning is the kubelet's own, so that clients know it for what it is.
    this.#end(`error forwarding port ${port} to pod ${name}, uid : in the practice cluster, ${why}`)
  }

  #end(problem?: string): void {
    if (this.#ended) return
    this.#ended = true
    this.#ends.receiver.end(problem)
  }
}

const loopback = '127.0.0.1'

/** Headers that belong to this connection, whatever the simulated server says. */
const written: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding', 'connection'])
