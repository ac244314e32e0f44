import type { IncomingMessage } from 'node:http'
import { WebSocket, type ClientOptions } from 'ws'
import { errorOfResponse, TransportFailure } from '../cluster/cluster-error.ts'
import type { Socket, SocketMessage, SocketRequest } from '../cluster/transport.ts'
import { AsyncQueue } from './async-queue.ts'
import { pathOn, type HttpConnection } from './http-connection.ts'
import { cancelledFailure, failureOf, timeoutFailure } from './transport-failure.ts'

/** Opens a WebSocket to an API server; a refusal rejects with the error of its `Status`. */
export async function openSocket(
  connection: HttpConnection,
  request: SocketRequest
): Promise<Socket> {
  const { server } = connection
  const { signal, timeoutMs = 30_000 } = request
  if (signal?.aborted) throw cancelledFailure()
  const socket = start(connection, request)
  let ended: Error | undefined
  const stop = (failure: Error): void => {
    ended ??= failure
    socket.terminate()
  }
  const cancel = (): void => stop(cancelledFailure())
  signal?.addEventListener('abort', cancel, { once: true })
  const leave = (): void => {
    signal?.removeEventListener('abort', cancel)
    socket.terminate()
  }
  const messages = new AsyncQueue<SocketMessage>(leave)
  socket.on('message', data => {
    const bytes = bytesOf(data)
    const channel = bytes[0]
    // Some servers send empty messages only to get the headers through.
    if (channel !== undefined) messages.push({ channel, data: bytes.subarray(1) })
  })
  socket.on('close', () => messages.end(ended))
  const timer = setTimeout(() => stop(timeoutFailure(server.origin, timeoutMs)), timeoutMs)
  try {
    await new Promise<void>((resolve, reject) => {
      socket.on('open', resolve)
      socket.on('error', error => {
        const failure = ended ?? failureOf(error, server.origin)
        messages.end(failure)
        reject(failure)
      })
      socket.on('unexpected-response', (_request, response) => {
        refusalOf(response).then(reject, (error: unknown) =>
          reject(failureOf(error, server.origin))
        )
      })
    })
  } catch (thrown) {
    leave()
    throw thrown
  } finally {
    clearTimeout(timer)
  }
  return {
    protocol: socket.protocol,
    send: (channel, data) => socket.send(Buffer.concat([Uint8Array.of(channel), data])),
    messages,
    close: leave
  }
}

function start(
  { server, options, headers }: HttpConnection,
  { path, query, protocols }: SocketRequest
): WebSocket {
  const scheme = server.protocol === 'http:' ? 'ws' : 'wss'
  try {
    return new WebSocket(
      `${scheme}://${server.host}${pathOn(server, path, query)}`,
      [...protocols],
      {
        ...(options as ClientOptions),
        headers: { 'user-agent': 'kubernetes-networking-labs', ...headers },
        perMessageDeflate: false
      }
    )
  } catch (thrown) {
    // A key or certificate that is none is found out here.
    throw failureOf(thrown, server.origin)
  }
}

async function refusalOf(response: IncomingMessage): Promise<TransportFailure> {
  response.setEncoding('utf8')
  let body = ''
  for await (const chunk of response) body += String(chunk)
  return new TransportFailure(errorOfResponse({ status: response.statusCode ?? 0, body }))
}

function bytesOf(data: Buffer | ArrayBuffer | Buffer[]): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}
