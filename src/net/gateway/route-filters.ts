import { itemsOf, numberOf, recordOf, stringOf, type UnknownRecord } from '../../base/json.ts'
import type { HTTPRouteMatch, RouteFilter } from '../../model/gateway-kinds.ts'
import type { HttpResponse } from '../http.ts'
import { proxyAnswer, type Decision, type ProxiedRequest } from '../proxy/decision.ts'
import { splitQuery } from './route-match.ts'

/** What the filters of a rule make of a request. */
export interface Filtered {
  readonly request: ProxiedRequest
  /** An answer that a filter gives itself. */
  readonly answer?: Decision
  readonly changeResponse?: (response: HttpResponse) => HttpResponse
}

/** Filters whose absence doesn't change where a request goes or what it is answered. */
const withoutEffect = new Set(['RequestMirror', 'CORS'])

/** Runs the filters of a rule in their order. A filter that isn't known must not be skipped: it gives 500. */
export function runFilters(
  filters: readonly RouteFilter[] | undefined,
  match: HTTPRouteMatch,
  request: ProxiedRequest
): Filtered {
  let changed = request
  const responseFilters: UnknownRecord[] = []
  for (const filter of filters ?? []) {
    switch (filter.type) {
      case 'RequestHeaderModifier':
        changed = {
          ...changed,
          headers: modifiedHeaders(changed.headers, recordOf(filter.requestHeaderModifier))
        }
        break
      case 'ResponseHeaderModifier':
        responseFilters.push(recordOf(filter.responseHeaderModifier))
        break
      case 'RequestRedirect':
        return {
          request: changed,
          answer: redirect(recordOf(filter.requestRedirect), match, changed)
        }
      case 'URLRewrite':
        changed = rewritten(recordOf(filter.urlRewrite), match, changed)
        break
      default:
        if (!withoutEffect.has(filter.type))
          return {
            request: changed,
            answer: proxyAnswer(500, '', `The filter ${filter.type} is not supported.`)
          }
    }
  }
  if (responseFilters.length === 0) return { request: changed }
  return {
    request: changed,
    changeResponse: response => ({
      ...response,
      headers: responseFilters.reduce<Readonly<Record<string, string>>>(
        modifiedHeaders,
        response.headers
      )
    })
  }
}

/** `set` replaces, `add` appends to what is there, `remove` takes away. */
export function modifiedHeaders(
  headers: Readonly<Record<string, string>>,
  modifier: UnknownRecord
): Readonly<Record<string, string>> {
  const result: Record<string, string> = { ...headers }
  for (const { name, value } of pairsOf(modifier.set)) result[name] = value
  for (const { name, value } of pairsOf(modifier.add))
    result[name] = result[name] === undefined ? value : `${result[name]},${value}`
  const removed = new Set(itemsOf(modifier.remove).map(name => String(name).toLowerCase()))
  return Object.fromEntries(Object.entries(result).filter(([name]) => !removed.has(name)))
}

function pairsOf(list: unknown): readonly { readonly name: string; readonly value: string }[] {
  return itemsOf(list).map(one => ({
    name: (stringOf(recordOf(one).name) ?? '').toLowerCase(),
    value: stringOf(recordOf(one).value) ?? ''
  }))
}

function redirect(to: UnknownRecord, match: HTTPRouteMatch, request: ProxiedRequest): Decision {
  const own = request.secure ? 'https' : 'http'
  const scheme = stringOf(to.scheme) ?? own
  const hostname = stringOf(to.hostname) ?? request.host
  const usual = scheme === 'https' ? 443 : 80
  // Without a port it is the one of the scheme, or that of the listener when the scheme stays.
  const port = numberOf(to.port) ?? (to.scheme === undefined ? request.port : usual)
  const place = `${scheme}://${hostname}${port === usual ? '' : `:${port}`}${replacedPath(to.path, match, request.path)}`
  const status = numberOf(to.statusCode) ?? 302
  return proxyAnswer(status, '', `The route redirects to ${place}.`, { location: place })
}

function rewritten(
  to: UnknownRecord,
  match: HTTPRouteMatch,
  request: ProxiedRequest
): ProxiedRequest {
  const hostname = stringOf(to.hostname)
  return {
    ...request,
    path: replacedPath(to.path, match, request.path),
    ...(hostname !== undefined && {
      host: hostname,
      headers: { ...request.headers, host: hostname }
    })
  }
}

/** https://gateway-api.sigs.k8s.io/reference/spec/#httppathmodifier */
function replacedPath(modifier: unknown, match: HTTPRouteMatch, full: string): string {
  const { type, replaceFullPath, replacePrefixMatch } = recordOf(modifier)
  const [path, query] = splitQuery(full)
  const tail = query === '' ? '' : `?${query}`
  if (type === 'ReplaceFullPath') return `${stringOf(replaceFullPath) ?? path}${tail}`
  if (type !== 'ReplacePrefixMatch') return full
  const prefix = (match.path?.value ?? '/').replace(/\/$/, '')
  const rest = path.slice(prefix.length).replace(/^\//, '')
  const start = (stringOf(replacePrefixMatch) ?? '').replace(/\/$/, '')
  const joined = rest === '' ? start : `${start}/${rest}`
  return `${joined === '' ? '/' : joined}${tail}`
}
