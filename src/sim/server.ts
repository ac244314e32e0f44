import { isRecord } from '../base/json.ts'
import { answerShape, contentTypeOf, jsonType, readBody } from './body.ts'
import { type Call, errorResponse, json, one, type Server, withWarnings } from './call.ts'
import { deleteCollection, remove } from './call-deletes.ts'
import { patch, post, put } from './call-writes.ts'
import { aggregatedType, discover, wantsAggregated } from './discovery.ts'
import { checkNotUnserved, deprecationWarnings } from './inert-kinds.ts'
import type { ApiRequest, ApiResponse } from './practice-cluster.ts'
import { presentList, presentOne } from './present.ts'
import { getObject, listObjects, scopeOf } from './reads.ts'
import { protobufType, readProtobufBody } from './protobuf/protobuf-body.ts'
import { review } from './review.ts'
import { type Route, routeOf } from './route.ts'
import { failure, methodNotAllowed, unknownPath } from './status.ts'
import { answerSubresource } from './subresources.ts'
import { watchObjects, watchOptionsOf } from './watch.ts'

/** Answers one request; whatever goes wrong is a Status. */
export async function answer(server: Server, request: ApiRequest): Promise<ApiResponse> {
  try {
    return dispatch(server, request.bytes ? await withJsonBody(server, request) : request)
  } catch (error) {
    return errorResponse(error)
  }
}

/** A request whose body is a protobuf message, as the same one in JSON. @throws ApiError 400, 415 */
async function withJsonBody({ protobuf }: Server, request: ApiRequest): Promise<ApiRequest> {
  const type = contentTypeOf(request.headers)
  // Without a body of text, what reads the body says which media types it takes.
  if (!protobuf || type !== protobufType) return request
  const { bytes = new Uint8Array(), ...rest } = request
  if (bytes.length === 0) return rest
  const body = JSON.stringify(readProtobufBody(bytes, await protobuf()))
  return { ...rest, headers: { ...request.headers, 'content-type': jsonType }, body }
}

const publicPaths = /^\/(healthz|livez|readyz|version)(\/|$)/

/** @throws ApiError 401 */
export function checkToken(server: Server, route: Route): void {
  if (server.token === undefined || publicPaths.test(route.path)) return
  if (route.headers.authorization === `Bearer ${server.token}`) return
  throw failure('Unauthorized', 'Unauthorized')
}

function dispatch(server: Server, request: ApiRequest): ApiResponse {
  const route = routeOf(request)
  checkToken(server, route)
  if (!route.resource) return nonResource(server, route)
  const path = route.resource
  const reviewed = review(path, route.method, () =>
    readBody(request.headers, request.body, server.parseYaml)
  )
  if (reviewed) return json(201, reviewed)
  const resource = server.backend.registry.byPath(path.group, path.version, path.plural)
  if (!resource) checkNotUnserved(path)
  if (!resource && !server.backend.registry.groups.some(({ name }) => name === path.group))
    return pageNotFound
  if (!resource) throw unknownPath()
  if (path.namespace !== undefined && !resource.namespaced) throw unknownPath()
  const call: Call = { server, request, route, path, resource }
  return withWarnings(onResource(call), deprecationWarnings(resource))
}

function onResource(call: Call): ApiResponse {
  const { path } = call
  if (path.subresource !== undefined) return answerSubresource(call, path.subresource)
  return path.name === undefined ? onCollection(call) : onObject(call, path.name)
}

/** A path that nobody serves isn't answered with a Status. */
const pageNotFound: ApiResponse = {
  status: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: '404 page not found\n'
}

function nonResource({ backend }: Server, route: Route): ApiResponse {
  const found = discover(backend, route)
  if (found === undefined) return pageNotFound
  if (route.method !== 'GET' && route.method !== 'HEAD') throw methodNotAllowed()
  if (typeof found === 'string')
    return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: found }
  const aggregated = wantsAggregated(route) && found.kind === 'APIGroupDiscoveryList'
  return json(200, found, aggregated ? aggregatedType : undefined)
}

function onCollection(call: Call): ApiResponse {
  const { route, path, resource } = call
  switch (route.method) {
    case 'GET':
    case 'HEAD':
      return isWatch(route) ? watch(call) : list(call)
    case 'POST':
      if (resource.namespaced && path.namespace === undefined) throw methodNotAllowed()
      return post(call)
    case 'DELETE':
      return deleteCollection(call)
    default:
      throw methodNotAllowed()
  }
}

function onObject(call: Call, name: string): ApiResponse {
  const { server, route, path, resource } = call
  if (resource.namespaced && path.namespace === undefined) throw unknownPath()
  switch (route.method) {
    case 'GET':
    case 'HEAD':
      if (isWatch(route)) return watch(call)
      return one(call, getObject(server.backend, resource, path.namespace, name), 200)
    case 'PUT':
      return put(call, name, '')
    case 'PATCH':
      return patch(call, name, '')
    case 'DELETE':
      return remove(call, name)
    default:
      throw methodNotAllowed()
  }
}

function isWatch({ query }: Route): boolean {
  const watch = query.get('watch')
  return watch === 'true' || watch === '1'
}

function list(call: Call): ApiResponse {
  const { server, route, path, resource } = call
  const scope = scopeOf(resource, path.namespace, undefined, route.query)
  const { items, metadata } = listObjects(server.backend, resource, scope, route.query)
  const shape = answerShape(route.headers.accept)
  const include = route.query.get('includeObject') ?? 'Metadata'
  return json(200, presentList(server.backend, resource, items, metadata, shape, include))
}

function watch(call: Call): ApiResponse {
  const { server, request, route, path, resource } = call
  const scope = scopeOf(resource, path.namespace, path.name, route.query)
  const shape = answerShape(route.headers.accept)
  const include = route.query.get('includeObject') ?? 'Metadata'
  const body = watchObjects(server.backend, resource, scope, {
    ...watchOptionsOf(route.query),
    signal: request.signal,
    closed: server.closed,
    present: (object, first) => {
      const shown = presentOne(server.backend, resource, object, shape, include)
      // Only the first Table of a stream says what its columns are.
      if (shape !== 'table' || first || !isRecord(shown)) return shown
      return { ...shown, columnDefinitions: null }
    }
  })
  return { status: 200, headers: { 'content-type': 'application/json' }, body }
}
