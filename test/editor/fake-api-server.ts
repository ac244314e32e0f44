import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How it behaves: as a small API server, as one that accepts and never answers, or as one that forbids. */
export type Behaviour = 'serves' | 'is silent' | 'forbids' | 'forbids objects'

export interface Received {
  readonly method: string
  readonly path: string
  readonly body: string
  readonly dryRun: boolean
}

interface FakeObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: Readonly<Record<string, unknown>> & { readonly name: string }
}

/** A few Namespaces and ConfigMaps over plain HTTP on this machine, with every request on record. */
export class FakeApiServer {
  behaviour: Behaviour = 'serves'
  readonly received: Received[] = []
  readonly namespaces: FakeObject[] = [object('Namespace', 'shop')]
  readonly #watches = new Set<ServerResponse>()
  #server: Server | undefined
  /** Grows with every start: a server that comes back has lost its history. */
  #revision = 0
  #port = 0

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  /** Listens; after a stop on the same port again. */
  async start(): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response))
    server.listen(this.#port, '127.0.0.1')
    await once(server, 'listening')
    this.#port = (server.address() as AddressInfo).port
    this.#server = server
    this.#revision++
  }

  /** Cuts every connection and stops listening. */
  async stop(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    this.#watches.clear()
    if (!server) return
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }

  /** What was asked of it, without the reads and the dry-runs, which change nothing. */
  writes(): readonly Received[] {
    return this.received.filter(({ method, dryRun }) => method !== 'GET' && !dryRun)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url)
    let body = ''
    for await (const piece of request) body += String(piece)
    const method = request.method ?? ''
    const dryRun = searchParams.get('dryRun') === 'All'
    this.received.push({ method, path: pathname, body, dryRun })
    if (this.behaviour === 'is silent') return
    const discovery = ['/version', '/api', '/apis'].includes(pathname)
    if (this.behaviour === 'forbids' || (this.behaviour === 'forbids objects' && !discovery)) {
      reply(response, 403, forbidden(method, pathname))
      return
    }
    if (searchParams.get('watch') === 'true') {
      if (searchParams.get('resourceVersion') !== String(this.#revision)) {
        reply(response, 410, expired)
        return
      }
      response.writeHead(200, { 'content-type': 'application/json' })
      response.flushHeaders()
      this.#watches.add(response)
      return
    }
    reply(response, 200, this.#content(method, pathname, body))
  }

  #content(method: string, path: string, body: string): unknown {
    if (path === '/version') return { gitVersion: 'v1.36.0', major: '1', minor: '36' }
    if (path === '/api')
      return discovery('', 'v1', [
        ['Namespace', 'namespaces', 'Cluster'],
        ['ConfigMap', 'configmaps', 'Namespaced']
      ])
    if (path === '/apis') return discovery('', 'v1', [])
    if (path === '/api/v1/namespaces' && method === 'GET')
      return list('Namespace', this.namespaces, this.#revision)
    if (method === 'GET' && path.endsWith('/configmaps'))
      return list('ConfigMap', [], this.#revision)
    if (method === 'DELETE') return { kind: 'Status', apiVersion: 'v1', status: 'Success' }
    if (method === 'PATCH') return withUid(JSON.parse(body) as FakeObject)
    return object('ConfigMap', path.split('/').at(-1) ?? '', { namespace: 'shop' })
  }
}

function object(kind: string, name: string, metadata: object = {}): FakeObject {
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name, uid: `uid-of-${name}`, resourceVersion: '1', ...metadata }
  }
}

function withUid(applied: FakeObject): FakeObject {
  return { ...applied, metadata: { ...applied.metadata, uid: 'uid', resourceVersion: '2' } }
}

function list(kind: string, items: readonly FakeObject[], revision: number): unknown {
  return {
    apiVersion: 'v1',
    kind: `${kind}List`,
    metadata: { resourceVersion: String(revision) },
    items
  }
}

const expired = {
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  code: 410,
  reason: 'Expired',
  message: 'too old resource version'
}

function forbidden(method: string, path: string): unknown {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    code: 403,
    reason: 'Forbidden',
    message: `forbidden: User "learner" cannot ${method.toLowerCase()} path "${path}"`
  }
}

/** https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery */
function discovery(
  group: string,
  version: string,
  kinds: readonly (readonly [kind: string, plural: string, scope: string])[]
): unknown {
  const resources = kinds.map(([kind, resource, scope]) => ({
    resource,
    scope,
    responseKind: { group, version, kind },
    singularResource: kind.toLowerCase(),
    verbs: ['get', 'list', 'watch', 'patch', 'create', 'delete']
  }))
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    items: kinds.length === 0 ? [] : [{ metadata: {}, versions: [{ version, resources }] }]
  }
}

function reply(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}
