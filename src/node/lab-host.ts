import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect } from 'node:net'
import { askForWebsocket, callGrpc } from './host-upgrade.ts'

/** A request as a check of a lab describes it. */
export interface HostRequest {
  readonly url: string
  /** Where the connection goes instead of the URL's own host. */
  readonly connectTo?: { readonly address: string; readonly port: number }
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
}

export type HostReply =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
      readonly text: string
      readonly time: string
    }
  | { readonly kind: FailureKind; readonly text: string }

type FailureKind = 'unresolved' | 'refused' | 'timeout' | 'unclear'

const connectLimit = 3_000
const answerLimit = 5_000
/** Longer answers are no answers of a lab's server. Bytes. */
const longestBody = 1024 * 1024

/** What this machine itself can ask. Each request has a connection of its own and passes proxies by. */
export const hostProbes = {
  http: (request: HostRequest, signal?: AbortSignal): Promise<HostReply> =>
    new Promise(resolve => {
      const { url, connectTo, method = 'GET', headers = {} } = request
      const { protocol, hostname, port, pathname, search, host } = new URL(url)
      const isSecure = protocol === 'https:'
      const started = Date.now()
      const options: RequestOptions = {
        host: connectTo?.address ?? hostname.replace(/^\[(.*)\]$/, '$1'),
        port: connectTo?.port ?? (port === '' ? (isSecure ? 443 : 80) : Number(port)),
        path: `${pathname}${search}`,
        method,
        headers: { host, connection: 'close', ...lowerCase(headers) },
        agent: false,
        timeout: answerLimit,
        ...(signal && { signal })
      }
      // Who answers is told by the answer; a lab's certificates are its own.
      const sent = isSecure
        ? httpsRequest({ ...options, rejectUnauthorized: false, servername: hostname })
        : httpRequest(options)
      sent.on('response', answer => {
        void bodyOf(answer).then(body =>
          resolve({
            kind: 'answered',
            status: answer.statusCode ?? 0,
            headers: headersOf(answer),
            body,
            text: String(answer.statusCode ?? 0),
            time: `in ${Date.now() - started} ms`
          })
        )
      })
      sent.on('timeout', () => sent.destroy(new Error('ETIMEDOUT')))
      sent.on('error', error => resolve(failureOf(error)))
      sent.end()
    }),

  websocket: askForWebsocket,
  grpc: callGrpc,

  tcp: (
    address: string,
    port: number,
    signal?: AbortSignal
  ): Promise<{ readonly kind: FailureKind | 'open'; readonly text: string }> =>
    new Promise(resolve => {
      const socket = connect({ host: address, port })
      const stop = (): void => void socket.destroy(new Error('aborted'))
      const end = (result: {
        readonly kind: FailureKind | 'open'
        readonly text: string
      }): void => {
        signal?.removeEventListener('abort', stop)
        socket.destroy()
        resolve(result)
      }
      signal?.addEventListener('abort', stop, { once: true })
      socket.setTimeout(connectLimit, () => end({ kind: 'timeout', text: 'no answer' }))
      socket.on('connect', () => end({ kind: 'open', text: 'open' }))
      socket.on('error', error => end(failureOf(error)))
    })
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  )
}

function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')])
  )
}

async function bodyOf(answer: IncomingMessage): Promise<string> {
  let body = ''
  answer.setEncoding('utf8')
  try {
    for await (const chunk of answer) {
      body += String(chunk)
      if (body.length > longestBody) break
    }
  } catch {
    // What came until the connection broke is the answer.
  }
  return body
}

function failureOf(error: NodeJS.ErrnoException): { kind: FailureKind; text: string } {
  const code = error.code ?? error.message
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { kind: 'unresolved', text: 'the name did not resolve' }
    case 'ECONNREFUSED':
      return { kind: 'refused', text: 'the connection was refused' }
    case 'ETIMEDOUT':
      return { kind: 'timeout', text: 'timed out' }
    default:
      return { kind: 'unclear', text: `the request ended with ${code}` }
  }
}
