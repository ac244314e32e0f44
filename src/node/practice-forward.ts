import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { ForwardedPort, Upgrade } from '../sim/practice-cluster.ts'
import { ForwardChannels, forwardedPorts } from './forward-channels.ts'
import { SpdyServer, type SpdyStream } from './spdy/spdy-server.ts'

type Open = Extract<Upgrade, { kind: 'forward' }>['open']

/** KEP-4006: SPDY inside of the messages of a WebSocket, as kubectl does it since 1.31. */
const tunnel = 'SPDY/3.1+portforward.k8s.io'
const channels = 'v4.channel.k8s.io'
/** What SPDY streams themselves are called, over whatever they come. */
const streams = 'portforward.k8s.io'

/** Carries `port-forward` over all that clients ask it over: channels, a tunnel of SPDY, or SPDY alone. */
export class PracticeForward {
  readonly #server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    handleProtocols: offered => [tunnel, channels].find(one => offered.has(one)) ?? false
  })

  /** Text: why it can't be done. Then nothing was written to the socket yet. */
  accept(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    { open }: { readonly open: Open }
  ): string | undefined {
    const protocol = request.headers.upgrade?.toLowerCase()
    if (protocol === 'spdy/3.1') return acceptSpdy(request, socket, head, open)
    const offered = listed(request.headers['sec-websocket-protocol'])
    if (protocol !== 'websocket' || !(offered.includes(tunnel) || offered.includes(channels)))
      return `the practice cluster forwards ports over ${tunnel} and ${channels}`
    if (offered.includes(tunnel)) {
      this.#server.handleUpgrade(request, socket, head, connection => tunnelled(connection, open))
      return undefined
    }
    const ports = forwardedPorts(new URL(request.url ?? '/', 'https://practice').searchParams)
    if (typeof ports === 'string') return ports
    this.#server.handleUpgrade(request, socket, head, connection =>
      channelled(connection, open, ports)
    )
    return undefined
  }

  dispose(): void {
    for (const connection of this.#server.clients) connection.terminate()
    this.#server.close()
  }
}

function listed(header: string | string[] | undefined): readonly string[] {
  const text = Array.isArray(header) ? header.join(',') : (header ?? '')
  return text.split(',').map(one => one.trim())
}

function channelled(connection: WebSocket, open: Open, ports: readonly number[]): void {
  const forwarded = new ForwardChannels(open, ports, {
    send(channel, bytes) {
      if (connection.readyState === connection.OPEN)
        connection.send(Buffer.concat([Uint8Array.of(channel), bytes]))
    },
    end: () => connection.close(1000)
  })
  connection.on('message', data => {
    const bytes = bytesOf(data)
    const [channel] = bytes
    if (channel !== undefined) forwarded.receive(channel, bytes.subarray(1))
  })
  connection.on('close', () => forwarded.close())
  connection.on('error', () => connection.terminate())
}

function tunnelled(connection: WebSocket, open: Open): void {
  const server = spdyFor(open, {
    write(bytes) {
      if (connection.readyState === connection.OPEN) connection.send(bytes)
    },
    fail: why => connection.close(1011, why.slice(0, 100))
  })
  connection.on('message', data => server.receive(bytesOf(data)))
  connection.on('close', () => server.close())
  connection.on('error', () => connection.terminate())
}

function bytesOf(data: Buffer | ArrayBuffer | Buffer[]): Buffer {
  if (Buffer.isBuffer(data)) return data
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data)
}

/** SPDY alone, which older clients ask for, and newer ones where a proxy refuses WebSockets. */
function acceptSpdy(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  open: Open
): string | undefined {
  const offered = listed(request.headers['x-stream-protocol-version'])
  if (!offered.includes(streams))
    return `unable to upgrade: the practice cluster speaks ${streams} only`
  const answer = [
    'HTTP/1.1 101 Switching Protocols',
    'Connection: Upgrade',
    'Upgrade: SPDY/3.1',
    `X-Stream-Protocol-Version: ${streams}`
  ]
  socket.write(`${answer.join('\r\n')}\r\n\r\n`)
  const server = spdyFor(open, {
    write(bytes) {
      if (!socket.destroyed) socket.write(bytes)
    },
    fail: () => socket.destroy()
  })
  socket.on('data', (bytes: Buffer) => server.receive(bytes))
  socket.on('end', () => socket.end())
  socket.on('close', () => server.close())
  if (head.length > 0) server.receive(head)
  return undefined
}

interface Pair {
  readonly error?: SpdyStream
  readonly data?: SpdyStream
}

/** Each connection is a stream for errors and one for data, held together by their header `requestid`. */
function spdyFor(
  open: Open,
  client: { write(bytes: Uint8Array): void; fail(why: string): void }
): SpdyServer {
  const waiting = new Map<string, Pair>()
  const opened = new Map<SpdyStream, ForwardedPort>()
  return new SpdyServer({
    write: bytes => client.write(bytes),
    failed: why => client.fail(why),
    opened(stream) {
      const kind = stream.headers.get('streamtype')
      const port = Number(stream.headers.get('port'))
      const isKnown = kind === 'data' || kind === 'error'
      if (!isKnown || !Number.isInteger(port) || port < 1 || port > 65535) {
        stream.end()
        return
      }
      const id = stream.headers.get('requestid') ?? ''
      const pair: Pair = { ...waiting.get(id), [kind]: stream }
      const { data, error } = pair
      if (!data || !error) {
        waiting.set(id, pair)
        return
      }
      waiting.delete(id)
      opened.set(
        data,
        open(port, {
          data: bytes => data.send(bytes),
          end(problem) {
            if (problem !== undefined) error.send(Buffer.from(problem))
            error.end()
            data.end()
          }
        })
      )
    },
    received: (stream, bytes) => opened.get(stream)?.send(bytes),
    ended(stream) {
      opened.get(stream)?.end()
      opened.delete(stream)
    }
  })
}
