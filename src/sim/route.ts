import type { ApiRequest } from './practice-cluster.ts'

/** A request taken apart, as apiserver's `RequestInfo`. */
export interface Route {
  readonly method: string
  /** Path without query, without a slash at the end. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string>>
  /** Set for paths below /api/<version> and /apis/<group>/<version>. */
  readonly resource?: ResourcePath
}

export interface ResourcePath {
  readonly group: string
  readonly version: string
  readonly plural: string
  readonly namespace?: string
  readonly name?: string
  readonly subresource?: string
}

export function routeOf(request: ApiRequest): Route {
  const mark = request.path.indexOf('?')
  const rawPath = mark < 0 ? request.path : request.path.slice(0, mark)
  const path = rawPath.length > 1 ? rawPath.replace(/\/+$/, '') : rawPath
  const resource = resourcePath(path)
  return {
    method: request.method.toUpperCase(),
    path,
    query: new URLSearchParams(mark < 0 ? '' : request.path.slice(mark + 1)),
    headers: request.headers,
    ...(resource && { resource })
  }
}

function resourcePath(path: string): ResourcePath | undefined {
  const steps = path.split('/').slice(1).map(decode)
  const core = steps[0] === 'api'
  if (!core && steps[0] !== 'apis') return undefined
  const [group = '', version, ...rest] = core ? ['', ...steps.slice(1)] : steps.slice(1)
  if (version === undefined || rest.length === 0) return undefined
  const scoped = rest[0] === 'namespaces' && rest.length > 2 && !isNamespaceSubresource(rest[2])
  const [namespace, [plural = '', name, ...sub]] = scoped
    ? [rest[1], rest.slice(2)]
    : [undefined, rest]
  return {
    group,
    version,
    plural,
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
    ...(sub.length > 0 && { subresource: sub.join('/') })
  }
}

function isNamespaceSubresource(step: string | undefined): boolean {
  return step === 'status' || step === 'finalize'
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    // A broken escape can't name anything; as it stands it leads to a 404.
    return step
  }
}
