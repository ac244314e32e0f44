import { errorOfResponse, TransportFailure } from '../cluster/cluster-error.ts'
import { execChannel } from '../cluster/exec.ts'
import {
  formatQuery,
  type Query,
  type Socket,
  type SocketMessage,
  type Transport,
  type TransportRequest
} from '../cluster/transport.ts'
import type {
  ApiRequest,
  ApiResponse,
  ExecSession,
  PracticeCluster,
  Upgrade
} from '../sim/practice-cluster.ts'
import { AsyncQueue } from './async-queue.ts'
import { ForwardChannels, forwardedPorts } from './forward-channels.ts'
import { cancelledFailure, timeoutFailure } from './transport-failure.ts'

/**
 * The practice cluster in this very process, without a socket: what the editor and the labs use. Other
 * programs come in through `startPracticeServer`.
 */
export function practiceTransport(cluster: PracticeCluster): Transport {
  return {
    async request(request) {
      const call = new Call(request)
      try {
        const response = await call.limit(cluster.handle(apiRequest(request, call.signal)))
        return { ...response, body: await call.limit(wholeBody(response)) }
      } finally {
        call.end()
      }
    },
    async stream(request) {
      const call = new Call(request)
      try {
        const response = await call.limit(cluster.handle(apiRequest(request, call.signal)))
        call.stopTimer()
        return { ...response, chunks: chunksOf(response, call) }
      } catch (thrown) {
        call.end()
        throw thrown
      }
    },
    async socket({ path, query, signal, timeoutMs }) {
      const call = new Call({
        ...(signal && { signal }),
        ...(timeoutMs !== undefined && { timeoutMs })
      })
      try {
        const upgrade = await call.limit(
          cluster.upgrade(apiRequest({ method: 'GET', path, query }))
        )
        if (upgrade.kind === 'response') {
          const { status } = upgrade.response
          const body = await wholeBody(upgrade.response)
          throw new TransportFailure(errorOfResponse({ status, body }))
        }
        call.stopTimer()
        if (upgrade.kind === 'forward') return forwardSocket(upgrade.open, query, call)
        return socketOf(upgrade.session, call)
      } catch (thrown) {
        call.end()
        throw thrown
      }
    }
  }
}

/** One call with its ways to end early: the caller's signal and the time that it may take. */
class Call {
  readonly #stop = new AbortController()
  readonly #failed: Promise<never>
  readonly #caller: AbortSignal | undefined
  readonly #timer: NodeJS.Timeout | undefined
  readonly #cancel: () => void

  constructor({ signal, timeoutMs }: Pick<TransportRequest, 'signal' | 'timeoutMs'>) {
    let fail: (failure: TransportFailure) => void = () => {}
    this.#failed = new Promise((_resolve, reject) => {
      fail = failure => {
        this.#stop.abort()
        reject(failure)
      }
    })
    // Nobody may be waiting when it fails after the answer.
    this.#failed.catch(() => {})
    this.#cancel = () => fail(cancelledFailure())
    this.#caller = signal
    if (signal?.aborted) this.#cancel()
    signal?.addEventListener('abort', this.#cancel, { once: true })
    if (timeoutMs !== undefined)
      this.#timer = setTimeout(
        () => fail(timeoutFailure('the practice cluster', timeoutMs)),
        timeoutMs
      )
  }

  /** Aborted when the call fails or is over. */
  get signal(): AbortSignal {
    return this.#stop.signal
  }

  limit<Value>(work: Promise<Value>): Promise<Value> {
    return Promise.race([this.#failed, work])
  }

  stopTimer(): void {
    clearTimeout(this.#timer)
  }

  end(): void {
    this.stopTimer()
    this.#caller?.removeEventListener('abort', this.#cancel)
    this.#stop.abort()
  }
}

function apiRequest(request: TransportRequest, signal?: AbortSignal): ApiRequest {
  const query = formatQuery(request.query ?? {})
  return {
    method: request.method,
    path: query === '' ? request.path : `${request.path}?${query}`,
    headers: request.headers ?? {},
    ...(request.body !== undefined && { body: request.body }),
    ...(signal && { signal })
  }
}

async function wholeBody({ body }: ApiResponse): Promise<string> {
  if (typeof body === 'string') return body
  let text = ''
  for await (const piece of body) text += piece
  return text
}

async function* chunksOf({ body }: ApiResponse, call: Call): AsyncIterable<string> {
  try {
    if (typeof body === 'string') {
      yield body
      return
    }
    const pieces = body[Symbol.asyncIterator]()
    for (;;) {
      const piece = await call.limit(pieces.next())
      if (piece.done === true) return
      yield piece.value
    }
  } finally {
    call.end()
  }
}

function socketOf(session: ExecSession, call: Call): Socket {
  const decoder = new TextDecoder()
  const close = (): void => {
    call.end()
    session.dispose()
  }
  return {
    protocol: 'v5.channel.k8s.io',
    send(channel, data) {
      if (channel === execChannel.stdin) session.write(decoder.decode(data, { stream: true }))
      else if (channel === execChannel.close && data[0] === execChannel.stdin) session.endInput()
    },
    messages: messagesOf(session, call, close),
    close
  }
}

/** The channels of port-forward, without a socket below them. */
function forwardSocket(
  open: Extract<Upgrade, { kind: 'forward' }>['open'],
  query: Query,
  call: Call
): Socket {
  const ports = forwardedPorts(new URLSearchParams(formatQuery(query)))
  if (typeof ports === 'string')
    throw new TransportFailure({ reason: 'invalid', message: ports, hint: 'Name a port.' })
  const messages = new AsyncQueue<SocketMessage>(() => close())
  const channels = new ForwardChannels(open, ports, {
    send: (channel, data) => messages.push({ channel, data }),
    end: () => messages.end()
  })
  const cancelled = (): void => messages.end(cancelledFailure())
  call.signal.addEventListener('abort', cancelled, { once: true })
  const close = (): void => {
    call.signal.removeEventListener('abort', cancelled)
    call.end()
    channels.close()
    messages.end()
  }
  return {
    protocol: 'v4.channel.k8s.io',
    send: (channel, data) => channels.receive(channel, data),
    messages,
    close
  }
}

async function* messagesOf(
  session: ExecSession,
  call: Call,
  close: () => void
): AsyncIterable<SocketMessage> {
  const encoder = new TextEncoder()
  try {
    const output = session.output[Symbol.asyncIterator]()
    for (;;) {
      const next = await call.limit(output.next())
      if (next.done === true) break
      const { stream, text } = next.value
      yield { channel: execChannel[stream], data: encoder.encode(text) }
    }
    const { status } = await call.limit(session.exit)
    yield { channel: execChannel.status, data: encoder.encode(JSON.stringify(status)) }
  } finally {
    close()
  }
}
