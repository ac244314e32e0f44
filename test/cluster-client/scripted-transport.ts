import { TransportFailure, type ClusterErrorReason } from '../../src/cluster/cluster-error.ts'
import {
  formatQuery,
  type Socket,
  type SocketMessage,
  type SocketRequest,
  type Transport,
  type TransportRequest
} from '../../src/cluster/transport.ts'

/** How a scripted server answers: with JSON, with pieces of a stream, or by a failure of the way to it. */
export type Reply =
  | { readonly status?: number; readonly json: unknown; readonly headers?: Record<string, string> }
  | { readonly status?: number; readonly text: string }
  /** Pieces of a watch; it stays open after them when `open`, breaks with `broken`, ends otherwise. */
  | {
      readonly pieces: readonly string[]
      readonly open?: boolean
      readonly broken?: ClusterErrorReason
    }
  | { readonly failure: ClusterErrorReason }

/** Replies by method and path; those of one path are given one after the other, the last one for ever. */
export type Script = Readonly<Record<string, Reply | readonly Reply[]>>

/** A transport that answers out of a table and keeps what it was asked. */
export class ScriptedTransport implements Transport {
  readonly requests: (TransportRequest & { readonly line: string })[] = []
  readonly sockets: SocketRequest[] = []
  readonly sent: { readonly channel: number; readonly data: string }[] = []
  readonly #script: Script
  readonly #asked = new Map<string, number>()
  readonly #socket: (request: SocketRequest) => Promise<Socket>

  constructor(
    script: Script,
    socket: (request: SocketRequest) => Promise<Socket> = () =>
      Promise.reject(failure('unreachable'))
  ) {
    this.#script = script
    this.#socket = socket
  }

  /** Method, path and query of what was asked, in order. */
  get lines(): string[] {
    return this.requests.map(request => request.line)
  }

  request(request: TransportRequest): ReturnType<Transport['request']> {
    const reply = this.#next(request)
    if ('failure' in reply) return Promise.reject(failure(reply.failure))
    if ('pieces' in reply) throw new Error('a stream is scripted where a request came')
    return Promise.resolve({
      status: reply.status ?? 200,
      headers: 'headers' in reply ? (reply.headers ?? {}) : {},
      body: 'json' in reply ? JSON.stringify(reply.json) : reply.text
    })
  }

  stream(request: TransportRequest): ReturnType<Transport['stream']> {
    const reply = this.#next(request)
    if ('failure' in reply) return Promise.reject(failure(reply.failure))
    if (!('pieces' in reply)) {
      const body = 'json' in reply ? JSON.stringify(reply.json) : reply.text
      return Promise.resolve({ status: reply.status ?? 200, headers: {}, chunks: each([body]) })
    }
    const chunks = streamOf(reply, request.signal)
    return Promise.resolve({ status: 200, headers: {}, chunks })
  }

  socket(request: SocketRequest): Promise<Socket> {
    this.sockets.push(request)
    return this.#socket(request)
  }

  #next(request: TransportRequest): Reply {
    const query = formatQuery(request.query ?? {})
    this.requests.push({ ...request, line: `${request.method} ${request.path}?${query}` })
    const watch = request.query?.watch === 'true' ? ' watch' : ''
    const key = `${request.method} ${request.path}${watch}`
    const scripted = this.#script[key]
    if (!scripted) throw new Error(`nothing is scripted for ${key}`)
    const replies: readonly Reply[] = Array.isArray(scripted)
      ? (scripted as readonly Reply[])
      : [scripted as Reply]
    const at = this.#asked.get(key) ?? 0
    this.#asked.set(key, at + 1)
    return replies[Math.min(at, replies.length - 1)]!
  }
}

export function failure(reason: ClusterErrorReason): TransportFailure {
  return new TransportFailure({ reason, message: `scripted: ${reason}` })
}

/** A socket that says these messages, then stays open or ends. */
export function scriptedSocket(
  messages: readonly (readonly [channel: number, data: string | Uint8Array])[],
  options: {
    readonly protocol?: string
    readonly open?: boolean
    readonly signal?: AbortSignal | undefined
    readonly sent?: { channel: number; data: string }[]
    readonly onClose?: () => void
  } = {}
): Socket {
  const encoder = new TextEncoder()
  async function* said(): AsyncGenerator<SocketMessage> {
    for (const [channel, data] of messages)
      yield { channel, data: typeof data === 'string' ? encoder.encode(data) : data }
    if (options.open === true) await aborted(options.signal)
  }
  return {
    protocol: options.protocol ?? 'v5.channel.k8s.io',
    send: (channel, data) =>
      options.sent?.push({
        channel,
        data: channel === 255 ? [...data].join(',') : new TextDecoder().decode(data)
      }),
    messages: said(),
    close: () => options.onClose?.()
  }
}

async function* streamOf(
  reply: Extract<Reply, { pieces: unknown }>,
  signal: AbortSignal | undefined
): AsyncGenerator<string> {
  yield* each(reply.pieces)
  if (reply.broken) throw failure(reply.broken)
  if (reply.open === true) await aborted(signal)
}

async function* each(pieces: readonly string[]): AsyncGenerator<string> {
  for (const piece of pieces) yield await Promise.resolve(piece)
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(failure('cancelled'))
    if (signal?.aborted === true) stop()
    signal?.addEventListener('abort', stop, { once: true })
  })
}
