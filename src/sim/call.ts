import type { Result } from '../base/result.ts'
import type { KubeObject } from '../model/object.ts'
import type { Backend } from './backend.ts'
import { answerShape, messageOf } from './body.ts'
import type { ApiRequest, ApiResponse } from './practice-cluster.ts'
import { inVersion, presentOne } from './present.ts'
import type { Resource } from './registry.ts'
import type { ProtobufMessages } from './protobuf/messages.ts'
import type { ResourcePath, Route } from './route.ts'
import { ApiError, badRequest, failure } from './status.ts'
import type { Workload } from './workload.ts'

/** The HTTP side of the practice cluster: one request in, one answer out. */
export interface Server {
  readonly backend: Backend
  readonly workload: Workload
  readonly parseYaml: (text: string) => Result<unknown, string>
  readonly protobuf: (() => Promise<ProtobufMessages>) | undefined
  readonly token: string | undefined
  /** Aborted when the cluster is disposed. */
  readonly closed: AbortSignal
}

/** What a handler works on. */
export interface Call {
  readonly server: Server
  readonly request: ApiRequest
  readonly route: Route
  readonly path: ResourcePath
  readonly resource: Resource
}

/** Answers with one object in the shape that the client asked for. */
export function one(
  { server, route, resource }: Call,
  object: KubeObject,
  status: number,
  warnings: readonly string[] = []
): ApiResponse {
  const shape = answerShape(route.headers.accept)
  const include = route.query.get('includeObject') ?? 'Metadata'
  const shown = presentOne(server.backend, resource, inVersion(resource, object), shape, include)
  return withWarnings(json(status, shown), warnings)
}

/** Says more to the client's person, in the header that kubectl prints as `Warning:`. */
export function withWarnings(response: ApiResponse, warnings: readonly string[]): ApiResponse {
  if (warnings.length === 0) return response
  const { warning } = response.headers
  const header = [
    ...(warning === undefined ? [] : [warning]),
    ...warnings.map(text => `299 - ${JSON.stringify(text)}`)
  ].join(', ')
  return { ...response, headers: { ...response.headers, warning: header } }
}

export function json(status: number, body: unknown, type = 'application/json'): ApiResponse {
  return {
    status,
    headers: { 'content-type': type, 'cache-control': 'no-cache, private' },
    body: `${JSON.stringify(body)}\n`
  }
}

export function errorResponse(error: unknown): ApiResponse {
  // Only what a client nests thousands of times over runs out of stack.
  if (error instanceof RangeError && error.message.includes('call stack'))
    return errorResponse(badRequest('the body of the request is nested too deeply'))
  if (error instanceof ApiError) return json(error.status.code ?? 500, error.status)
  const status = failure('InternalError', `Internal error occurred: ${messageOf(error)}`).status
  return json(500, status)
}
