import http from 'node:http'
import https from 'node:https'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { TransportFailure } from '../cluster/cluster-error.ts'
import type {
  Transport,
  TransportRequest,
  TransportResponse,
  TransportStream
} from '../cluster/transport.ts'
import { pathOn, type Connect, type HttpConnection } from './http-connection.ts'
import { cancelledFailure, failureOf, timeoutFailure } from './transport-failure.ts'
import { openSocket } from './web-socket.ts'

/** Speaks HTTPS to an API server. */
export function httpTransport(connect: Connect): Transport {
  return {
    async request(request) {
      const response = await requestOnce(await connect(false), request)
      // A token that was just replaced on the server's side is asked for once more.
      return response.status === 401 ? requestOnce(await connect(true), request) : response
    },
    async stream(request) {
      const stream = await streamOnce(await connect(false), request)
      if (stream.status !== 401) return stream
      await discard(stream.chunks)
      return streamOnce(await connect(true), request)
    },
    async socket(request) {
      try {
        return await openSocket(await connect(false), request)
      } catch (thrown) {
        const refused = thrown instanceof TransportFailure && thrown.error.reason === 'unauthorized'
        if (!refused) throw thrown
        return openSocket(await connect(true), request)
      }
    }
  }
}

async function requestOnce(
  connection: HttpConnection,
  request: TransportRequest
): Promise<TransportResponse> {
  const exchange = send(connection, request, { 'accept-encoding': 'gzip' })
  try {
    const response = await exchange.response
    const pieces: Buffer[] = []
    for await (const piece of response) pieces.push(piece as Buffer)
    const whole = Buffer.concat(pieces)
    const plain = response.headers['content-encoding'] === 'gzip' ? await unzip(whole) : whole
    return {
      status: response.statusCode ?? 0,
      headers: plainHeaders(response),
      body: plain.toString('utf8')
    }
  } catch (thrown) {
    throw exchange.failureOf(thrown)
  } finally {
    exchange.end()
  }
}

async function streamOnce(
  connection: HttpConnection,
  request: TransportRequest
): Promise<TransportStream> {
  const exchange = send(connection, request, {})
  try {
    const response = await exchange.response
    exchange.stopTimer()
    response.setEncoding('utf8')
    return {
      status: response.statusCode ?? 0,
      headers: plainHeaders(response),
      chunks: chunksOf(response, exchange)
    }
  } catch (thrown) {
    exchange.end()
    throw exchange.failureOf(thrown)
  }
}

async function* chunksOf(
  response: http.IncomingMessage,
  exchange: Exchange
): AsyncIterable<string> {
  try {
    for await (const chunk of response) yield chunk as string
  } catch (thrown) {
    throw exchange.failureOf(thrown)
  } finally {
    exchange.end()
    response.destroy()
  }
}

/** Reads a body to its end, so that its connection is free again. */
async function discard(chunks: AsyncIterable<string>): Promise<number> {
  let length = 0
  for await (const chunk of chunks) length += chunk.length
  return length
}

const unzip = promisify(gunzip)

interface Exchange {
  readonly response: Promise<http.IncomingMessage>
  stopTimer(): void
  end(): void
  failureOf(thrown: unknown): Error
}

function send(
  connection: HttpConnection,
  request: TransportRequest,
  extraHeaders: Readonly<Record<string, string>>
): Exchange {
  const { server } = connection
  const { signal, timeoutMs } = request
  if (signal?.aborted) {
    const refused = cancelledFailure()
    return {
      response: Promise.reject(refused),
      stopTimer() {},
      end() {},
      failureOf: () => refused
    }
  }
  const body = request.body === undefined ? undefined : Buffer.from(request.body)
  let client = start(connection, request, body, extraHeaders)
  let ended: Error | undefined
  const stop = (failure: Error): void => {
    ended ??= failure
    client.destroy(failure)
  }
  const cancel = (): void => stop(cancelledFailure())
  signal?.addEventListener('abort', cancel, { once: true })
  const timer =
    timeoutMs === undefined
      ? undefined
      : setTimeout(() => stop(timeoutFailure(server.origin, timeoutMs)), timeoutMs)
  const response = new Promise<http.IncomingMessage>((resolve, reject) => {
    let isAnswered = false
    const ask = (onError: (error: Error) => void): void => {
      client.on('response', answer => {
        isAnswered = true
        resolve(answer)
      })
      client.on('error', onError)
      client.end(body)
    }
    ask(error => {
      if (ended || isAnswered || !wasOvertaken(client, request, error)) reject(error)
      else {
        client = start(onNewConnection(connection), request, body, extraHeaders)
        ask(reject)
      }
    })
  })
  return {
    response,
    stopTimer: () => clearTimeout(timer),
    end() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', cancel)
    },
    // Destroying a request shows as a broken connection; what ended it is the better answer.
    failureOf: thrown => ended ?? failureOf(thrown, server.origin)
  }
}

/**
 * Whether a read went out on a kept connection that the server, or something between, was closing just then.
 * Nothing was answered, and a read may be asked twice (RFC 9112 section 9.3.1).
 */
function wasOvertaken(
  client: http.ClientRequest,
  { method }: TransportRequest,
  error: Error
): boolean {
  const { code } = error as NodeJS.ErrnoException
  return client.reusedSocket && method === 'GET' && (code === 'ECONNRESET' || code === 'EPIPE')
}

/** Other kept connections may be just as dead. */
function onNewConnection(connection: HttpConnection): HttpConnection {
  return { ...connection, options: { ...connection.options, agent: false } }
}

function start(
  { server, options, headers }: HttpConnection,
  request: TransportRequest,
  body: Buffer | undefined,
  extraHeaders: Readonly<Record<string, string>>
): http.ClientRequest {
  try {
    return (server.protocol === 'http:' ? http : https).request({
      ...options,
      method: request.method,
      // URLs write IPv6 addresses in brackets, sockets don't.
      hostname: server.hostname.replace(/^\[|\]$/g, ''),
      port: server.port,
      path: pathOn(server, request.path, request.query),
      headers: {
        'user-agent': 'kubernetes-networking-labs',
        ...extraHeaders,
        ...request.headers,
        ...headers,
        ...(body && { 'content-length': body.length })
      }
    })
  } catch (thrown) {
    // A key or certificate that is none is found out here.
    throw failureOf(thrown, server.origin)
  }
}

function plainHeaders(response: http.IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? '')
    ])
  )
}
