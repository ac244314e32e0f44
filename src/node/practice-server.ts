import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import https from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Log } from '../base/log.ts'
import type { ApiRequest, ApiResponse, PracticeCluster } from '../sim/practice-cluster.ts'
import { protobufType } from '../sim/protobuf/protobuf-body.ts'
import { makeServerCertificates } from './practice-certificates.ts'
import { PracticeExec, execProtocols } from './practice-exec.ts'
import { PracticeForward } from './practice-forward.ts'
import { practiceKubeconfig } from './practice-kubeconfig.ts'

export interface PracticeServerOptions {
  readonly cluster: PracticeCluster
  /** Any free port unless given. */
  readonly port?: number
  readonly log: Log
}

export interface PracticeServer {
  /** Such as `https://127.0.0.1:40321`. */
  readonly url: string
  /** A whole kubeconfig as YAML, with the one context `practice`. It holds the token. */
  readonly kubeconfig: string
  /** Ends watches, exec sessions and forwarded connections, then closes the listener. The practice cluster itself goes on. */
  stop(): Promise<void>
}

const host = '127.0.0.1'
/** The API server's own limit on a request's body. */
const maxBodyBytes = 3 * 1024 * 1024

/**
 * Lets other programs such as kubectl use the practice cluster: HTTPS on the loopback address with a new
 * authority and a random token at every start, so that only who has the kubeconfig is let in. Rejects with
 * the error of `listen` when the port is taken.
 */
export async function startPracticeServer({
  cluster,
  port = 0,
  log
}: PracticeServerOptions): Promise<PracticeServer> {
  const { ca, cert, key } = await makeServerCertificates(new Date())
  const token = randomBytes(32).toString('base64url')
  const carriers = { exec: new PracticeExec(), forward: new PracticeForward() }
  const running = new Set<AbortController>()
  const server = https.createServer({ cert, key }, (request, response) => {
    const stop = new AbortController()
    running.add(stop)
    response.on('close', () => {
      running.delete(stop)
      stop.abort()
    })
    answer(cluster, token, request, response, stop.signal).catch((thrown: unknown) => {
      log.error(
        `The practice cluster failed on ${request.method ?? ''} ${request.url ?? ''}.`,
        thrown
      )
      response.destroy()
    })
  })
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    upgrade(cluster, token, carriers, request, socket, head).catch((thrown: unknown) => {
      log.error(`The practice cluster failed on ${request.url ?? ''}.`, thrown)
      socket.destroy()
    })
  })
  const sockets = openSocketsOf(server)
  await listening(server, port)
  const url = `https://${host}:${(server.address() as AddressInfo).port}`
  return {
    url,
    kubeconfig: practiceKubeconfig({ server: url, ca, token }),
    stop: () =>
      new Promise(resolve => {
        carriers.exec.dispose()
        carriers.forward.dispose()
        for (const one of running) one.abort()
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      })
  }
}

/** All of them: the server's own list lacks those before their TLS handshake and after an upgrade. */
function openSocketsOf(server: https.Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  return sockets
}

function listening(server: https.Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function answer(
  cluster: PracticeCluster,
  token: string,
  request: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal
): Promise<void> {
  if (!isAllowed(request, token)) {
    await write(response, refusal(401, 'Unauthorized', 'Unauthorized'))
    return
  }
  const bytes = await bodyOf(request)
  if (bytes === undefined) {
    const message = `Request entity is too large: limit is ${maxBodyBytes}`
    await write(response, refusal(413, 'RequestEntityTooLarge', message))
    return
  }
  const body = isText(request) ? { body: bytes.toString('utf8') } : { bytes }
  await write(response, await cluster.handle({ ...plainRequest(request), ...body, signal }))
}

async function upgrade(
  cluster: PracticeCluster,
  token: string,
  { exec, forward }: { readonly exec: PracticeExec; readonly forward: PracticeForward },
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer
): Promise<void> {
  if (!isAllowed(request, token)) {
    refuse(socket, refusal(401, 'Unauthorized', 'Unauthorized'))
    return
  }
  const answered = await cluster.upgrade(plainRequest(request))
  if (answered.kind === 'response') refuse(socket, answered.response)
  else if (answered.kind === 'forward') {
    const problem = forward.accept(request, socket, head, answered)
    if (problem !== undefined) refuse(socket, refusal(400, 'BadRequest', problem))
  } else if (offersExecProtocol(request)) exec.accept(request, socket, head, answered)
  else {
    answered.session.dispose()
    const message = `the practice cluster speaks ${execProtocols.join(' and ')} over WebSocket only`
    refuse(socket, refusal(400, 'BadRequest', message))
  }
}

function offersExecProtocol(request: IncomingMessage): boolean {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',')
  return (
    request.headers.upgrade?.toLowerCase() === 'websocket' &&
    offered.some(one => execProtocols.includes(one.trim()))
  )
}

function isAllowed(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function plainRequest(request: IncomingMessage): ApiRequest {
  return {
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: Object.fromEntries(
      Object.entries(request.headers)
        // The listener has checked it, and nobody else needs to know it.
        .filter(([name]) => name !== 'authorization')
        .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')])
    )
  }
}

function isText({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.startsWith(protobufType) !== true
}

/** Undefined when the body is larger than allowed. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request) {
    size += (piece as Buffer).length
    // Read to the end all the same, because a client that still sends doesn't read the answer.
    if (size <= maxBodyBytes) pieces.push(piece as Buffer)
  }
  return size <= maxBodyBytes ? Buffer.concat(pieces) : undefined
}

async function write(
  response: ServerResponse,
  { status, headers, body }: ApiResponse
): Promise<void> {
  response.writeHead(status, headers)
  if (typeof body === 'string') {
    response.end(body)
    return
  }
  response.flushHeaders()
  for await (const piece of body) {
    if (response.destroyed) return
    if (!response.write(piece)) await drained(response)
  }
  response.end()
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise(resolve => {
    const done = (): void => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.on('drain', done)
    response.on('close', done)
  })
}

/** An answer to a request that wanted another protocol: written by hand, because the socket is bare. */
function refuse(socket: Duplex, { status, headers, body }: ApiResponse): void {
  const text = typeof body === 'string' ? body : ''
  const lines = Object.entries({
    ...headers,
    'content-length': String(Buffer.byteLength(text)),
    connection: 'close'
  }).map(([name, value]) => `${name}: ${value}`)
  socket.end([`HTTP/1.1 ${status} `, ...lines, '', text].join('\r\n'))
}

function refusal(code: number, reason: string, message: string): ApiResponse {
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure' }
  return {
    status: code,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...status, message, reason, code })
  }
}
