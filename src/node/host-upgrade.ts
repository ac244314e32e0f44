import {
  connect as connectHttp2,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader
} from 'node:http2'
import { randomBytes } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import type { HostRequest } from './host-request.ts'

const limit = 5_000

/** Asks for a WebSocket over plain HTTP and, when there is a message, sends it and waits for one. */
export function askForWebsocket(
  { url, connectTo, headers = {} }: HostRequest,
  send: string | undefined,
  signal?: AbortSignal
): Promise<{ readonly status: number; readonly text: string; readonly message?: string }> {
  return new Promise(resolve => {
    const { hostname, port, host, pathname, search } = new URL(url)
    const sent = httpRequest({
      host: connectTo?.address ?? hostname,
      port: connectTo?.port ?? (port === '' ? 80 : Number(port)),
      path: `${pathname}${search}`,
      agent: false,
      timeout: limit,
      ...(signal && { signal }),
      headers: {
        host,
        ...headers,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64')
      }
    })
    sent.on('response', answer => {
      answer.resume()
      resolve({ status: answer.statusCode ?? 0, text: String(answer.statusCode ?? 0) })
    })
    sent.on('upgrade', (_answer, socket, first) => {
      const end = (message?: string): void => {
        socket.destroy()
        resolve({ status: 101, text: '101', ...(message !== undefined && { message }) })
      }
      if (send === undefined) {
        end()
        return
      }
      let received = first
      socket.on('data', (chunk: Buffer) => {
        received = Buffer.concat([received, chunk])
        const message = textFrame(received)
        if (message !== undefined) end(message)
      })
      socket.setTimeout(limit, () => end('nothing'))
      socket.on('error', () => end('nothing'))
      socket.write(maskedFrame(send))
    })
    sent.on('timeout', () => sent.destroy(new Error('no answer')))
    sent.on('error', error => resolve({ status: 0, text: error.message }))
    sent.end()
  })
}

/** A whole text message of a client: https://www.rfc-editor.org/rfc/rfc6455#section-5.2. At most 125 bytes. */
function maskedFrame(text: string): Buffer {
  const payload = Buffer.from(text).subarray(0, 125)
  const mask = randomBytes(4)
  const masked = payload.map((byte, i) => byte ^ (mask[i % 4] ?? 0))
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length]), mask, masked])
}

/** The first text message among the frames of a server; undefined until it is whole. */
function textFrame(bytes: Buffer): string | undefined {
  for (let at = 0; at + 2 <= bytes.length;) {
    const kind = (bytes[at] ?? 0) & 0x0f
    const short = (bytes[at + 1] ?? 0) & 0x7f
    const isLong = short === 126
    if (short === 127 || (isLong && at + 4 > bytes.length)) return undefined
    const start = at + (isLong ? 4 : 2)
    const end = start + (isLong ? bytes.readUInt16BE(at + 2) : short)
    if (end > bytes.length) return undefined
    if (kind === 1) return bytes.subarray(start, end).toString()
    at = end
  }
  return undefined
}

/** One unary gRPC call over HTTP/2 without TLS. */
export function callGrpc(
  { url, connectTo, headers = {} }: HostRequest,
  frame: readonly number[],
  signal?: AbortSignal
): Promise<{
  readonly grpcStatus: number | undefined
  readonly body: Uint8Array
  readonly text: string
}> {
  return new Promise(resolve => {
    const { host, hostname, port, pathname } = new URL(url)
    const address = connectTo?.address ?? hostname.replace(/^\[(.*)\]$/, '$1')
    const to = connectTo?.port ?? (port === '' ? 80 : Number(port))
    const session = connectHttp2(`http://${address.includes(':') ? `[${address}]` : address}:${to}`)
    const chunks: Buffer[] = []
    let grpcStatus: number | undefined
    let text = ''
    const end = (): void => {
      session.destroy()
      resolve({ grpcStatus, body: Buffer.concat(chunks), text })
    }
    const fail = (error: Error): void => {
      text = error.message
      end()
    }
    session.on('error', fail)
    signal?.addEventListener('abort', end, { once: true })
    const { Host: asked = host, host: own = asked, ...more } = headers
    const call = session.request({
      ':method': 'POST',
      ':path': pathname,
      ':authority': own,
      'content-type': 'application/grpc',
      te: 'trailers',
      ...more
    })
    const read = (fields: IncomingHttpHeaders & IncomingHttpStatusHeader): void => {
      if (fields[':status'] !== undefined && fields[':status'] !== 200)
        text = `HTTP ${fields[':status']}`
      if (fields['grpc-status'] !== undefined) grpcStatus = Number(fields['grpc-status'])
    }
    call.setTimeout(limit, () => fail(new Error('no answer')))
    call.on('response', read)
    call.on('trailers', read)
    call.on('data', (chunk: Buffer) => chunks.push(chunk))
    call.on('error', fail)
    call.on('end', end)
    call.end(Buffer.from(frame))
  })
}
