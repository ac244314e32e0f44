import type { KubeObject } from '../model/object.ts'
import type { Backend } from './backend.ts'
import type { Resource } from './registry.ts'
import type { ListMetadata } from './present.ts'
import { parseLabelSelector } from './label-selector.ts'
import { type FieldTest, parseFieldSelector } from './selectors.ts'
import { badRequest, failure, notFound } from './status.ts'

/** Which objects of a resource a list, watch or deletecollection is about. */
export interface Scope {
  readonly namespace: string | undefined
  matches(object: KubeObject): boolean
}

export function scopeOf(
  resource: Resource,
  namespace: string | undefined,
  name: string | undefined,
  query: URLSearchParams
): Scope {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '')
  const fields: FieldTest = parseFieldSelector(query.get('fieldSelector') ?? '', resource)
  return {
    namespace,
    matches: object =>
      (namespace === undefined || object.metadata.namespace === namespace) &&
      (name === undefined || object.metadata.name === name) &&
      labels(object.metadata.labels ?? {}) &&
      fields(object)
  }
}

/** @throws ApiError 404 */
export function getObject(
  backend: Backend,
  resource: Resource,
  namespace: string | undefined,
  name: string
): KubeObject {
  const object = backend.store.get(resource.key, namespace, name)
  if (!object) throw notFound(resource, name)
  return object
}

/** Lists a page. The snapshot of a continued list is the present one, as with an inconsistent continue. */
export function listObjects(
  backend: Backend,
  resource: Resource,
  scope: Scope,
  query: URLSearchParams
): { items: KubeObject[]; metadata: ListMetadata } {
  checkRevision(backend, query)
  const all = backend.store.list(resource.key, scope.namespace).filter(one => scope.matches(one))
  const after = readContinue(query.get('continue'))
  const rest = after === undefined ? all : all.filter(one => pageKey(one) > after)
  const limit = limitOf(query)
  const resourceVersion = String(backend.store.revision)
  if (!(limit > 0) || rest.length <= limit) return { items: rest, metadata: { resourceVersion } }
  const items = rest.slice(0, limit)
  const last = items.at(-1)
  return {
    items,
    metadata: {
      resourceVersion,
      continue: last ? writeContinue(pageKey(last)) : '',
      remainingItemCount: rest.length - limit
    }
  }
}

function limitOf(query: URLSearchParams): number {
  const text = query.get('limit') ?? ''
  if (text !== '' && !/^-?\d+$/.test(text))
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`)
  return Number(text)
}

function checkRevision(backend: Backend, query: URLSearchParams): void {
  const wanted = query.get('resourceVersion') ?? ''
  if (wanted === '' || wanted === '0') return
  if (!/^\d+$/.test(wanted)) throw badRequest(`invalid resource version "${wanted}"`)
  if (Number(wanted) > backend.store.revision)
    throw failure(
      'Expired',
      `Too large resource version: ${wanted}, current: ${backend.store.revision}`
    )
  if (query.get('resourceVersionMatch') === 'Exact' && Number(wanted) !== backend.store.revision)
    throw failure(
      'Expired',
      `The provided resource version ${wanted} is no longer available: the practice cluster lists the ` +
        'present state only.'
    )
}

function pageKey(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`
}

function writeContinue(key: string): string {
  return btoa(encodeURIComponent(key))
}

function readContinue(token: string | null): string | undefined {
  if (token === null || token === '') return undefined
  try {
    const key = decodeURIComponent(atob(token))
    if (key.includes('/')) return key
  } catch {
    // Told below.
  }
  throw badRequest('continue key is not valid: it is not a token that this server gave out')
}
