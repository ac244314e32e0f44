import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { createConnection, isIP } from 'node:net'
import type { HostRequest } from './host-request.ts'
import { openTunnel } from './host-tunnel.ts'
import { askForWebsocket, callGrpc } from './host-upgrade.ts'

export type HostFailure = 'unresolved' | 'refused' | 'timeout' | 'unclear'

export type HostReply =
  | {
      readonly kind: 'answered'
      readonly status: number
      /** By their names in lower case. */
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
      readonly text: string
      readonly time: string
    }
  | { readonly kind: HostFailure; readonly text: string; readonly time: string }

/** Milliseconds until a connection is open, and until the answer is complete; those that curl is given as well. */
const connectLimit = 3_000
const wholeLimit = 5_000
/** More of a body tells nothing more about who answered. Bytes. */
const bodyLimit = 65_536

/** What this machine can ask by itself: requests and connections that no Pod sends. */
export const hostProbes = {
  http,
  tcp,
  websocket: askForWebsocket,
  grpc: callGrpc,
  tunnel: openTunnel
}

/** A new connection for each request. Certificates are not checked: who answers is told by the answer. */
function http(
  { url, connectTo, method = 'GET', headers = {} }: HostRequest,
  signal?: AbortSignal
): Promise<HostReply> {
  const target = new URL(url)
  const secure = target.protocol === 'https:'
  const name = target.hostname.replace(/^\[(.*)\]$/, '$1')
  const options: RequestOptions & { servername?: string; rejectUnauthorized?: boolean } = {
    host: connectTo?.address ?? name,
    port: connectTo?.port ?? (target.port || (secure ? 443 : 80)),
    path: `${target.pathname}${target.search}`,
    method,
    headers: { Host: target.host, ...headers },
    agent: false,
    ...(signal && { signal }),
    ...(secure && { rejectUnauthorized: false, ...(isIP(name) === 0 && { servername: name }) })
  }
  const started = performance.now()
  const time = (word: 'in' | 'after'): string => timeOf(word, started)
  return new Promise(resolve => {
    const request = (secure ? httpsRequest : httpRequest)(options)
    const whole = setTimeout(() => request.destroy(new Error('timed out')), wholeLimit)
    const connecting = setTimeout(() => request.destroy(new Error('timed out')), connectLimit)
    const end = (reply: HostReply): void => {
      clearTimeout(whole)
      clearTimeout(connecting)
      resolve(reply)
    }
    request.on('socket', socket => socket.once('connect', () => clearTimeout(connecting)))
    request.on('error', error => end({ ...failureOf(error), time: time('after') }))
    request.on('response', response => {
      readBody(response).then(
        body =>
          end({
            kind: 'answered',
            status: response.statusCode ?? 0,
            headers: headersOf(response),
            body,
            text: String(response.statusCode ?? 0),
            time: time('in')
          }),
        (error: unknown) => end({ ...failureOf(error), time: time('after') })
      )
    })
    request.end()
  })
}

/** Opens a connection and closes it again. */
function tcp(
  address: string,
  port: number,
  signal?: AbortSignal
): Promise<{ readonly kind: 'open' | HostFailure; readonly text: string }> {
  const started = performance.now()
  return new Promise(resolve => {
    const socket = createConnection({ host: address, port, ...(signal && { signal }) })
    const limit = setTimeout(() => socket.destroy(new Error('timed out')), connectLimit)
    socket.once('connect', () => {
      clearTimeout(limit)
      resolve({ kind: 'open', text: `open ${timeOf('in', started)}` })
      socket.destroy()
    })
    socket.once('error', error => {
      clearTimeout(limit)
      const { kind, text } = failureOf(error)
      resolve({ kind, text: `${text} ${timeOf('after', started)}` })
    })
  })
}

function timeOf(word: 'in' | 'after', started: number): string {
  const took = performance.now() - started
  return took < 1_000 ? `${word} ${Math.round(took)} ms` : `${word} ${(took / 1_000).toFixed(1)} s`
}

function failureOf(error: unknown): { readonly kind: HostFailure; readonly text: string } {
  const { code = '', message = String(error) } = error as { code?: string; message?: string }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return { kind: 'unresolved', text: 'the name has no address' }
  if (code === 'ECONNREFUSED') return { kind: 'refused', text: 'connection refused' }
  if (code === 'ETIMEDOUT' || message === 'timed out') return { kind: 'timeout', text: 'timed out' }
  return { kind: 'unclear', text: message }
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? '')
    ])
  )
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > bodyLimit) break
  }
  return Buffer.concat(chunks).toString('utf8', 0, bodyLimit)
}
