import type { HTTPRoute, HTTPRouteMatch, NamedMatch } from '../../model/gateway-kinds.ts'
import { nameOf, namespaceOf } from '../network.ts'
import type { ProxiedRequest } from '../proxy/decision.ts'
import { hostnameAllows, hostnameRank } from './hostname.ts'
import { hostnamesOn } from './attach-route.ts'

/** A rule of a route that a request fits, with the match and the hostname that made it fit. */
export interface MatchedRule {
  readonly route: HTTPRoute
  readonly ruleIndex: number
  readonly match: HTTPRouteMatch
}

const anyPath: HTTPRouteMatch = { path: { type: 'PathPrefix', value: '/' } }

/**
 * The rule that takes a request at a listener, by the order of precedence of the API: the most exact
 * hostname, then Exact before the longest prefix, then a method, the number of headers and of query
 * parameters, then the oldest route, the first by name, the first rule.
 * https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule
 */
export function ruleFor(
  routes: readonly HTTPRoute[],
  listenerHostname: string | undefined,
  request: ProxiedRequest
): MatchedRule | undefined {
  const found: (MatchedRule & { readonly rank: readonly number[] })[] = []
  for (const route of routes) {
    const hostnames = hostnamesOn(route, listenerHostname).filter(one =>
      hostnameAllows(one, request.host)
    )
    if (hostnames.length === 0) continue
    const hostRank = Math.max(...hostnames.map(hostnameRank))
    for (const [ruleIndex, rule] of (route.spec?.rules ?? []).entries())
      for (const match of rule.matches ?? [anyPath])
        if (matches(match, request))
          found.push({ route, ruleIndex, match, rank: [hostRank, ...rankOf(match)] })
  }
  return found.sort((a, b) => compareRanks(b.rank, a.rank) || compareRoutes(a, b))[0]
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [i, value] of a.entries()) {
    const difference = value - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function compareRoutes(a: MatchedRule, b: MatchedRule): number {
  if (a.route === b.route) return a.ruleIndex - b.ruleIndex
  const age = (one: MatchedRule): string => one.route.metadata.creationTimestamp ?? ''
  const title = (one: MatchedRule): string => `${namespaceOf(one.route)}/${nameOf(one.route)}`
  return compareTexts(age(a), age(b)) || compareTexts(title(a), title(b))
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The place of a RegularExpression is left to implementations; here it stands between Exact and prefixes. */
function rankOf(match: HTTPRouteMatch): readonly number[] {
  const { type = 'PathPrefix', value = '/' } = match.path ?? {}
  return [
    type === 'Exact' ? 2 : type === 'RegularExpression' ? 1 : 0,
    value.length,
    match.method === undefined ? 0 : 1,
    match.headers?.length ?? 0,
    match.queryParams?.length ?? 0
  ]
}

/** Every part of a match has to hold. */
function matches(match: HTTPRouteMatch, request: ProxiedRequest): boolean {
  const { type = 'PathPrefix', value = '/' } = match.path ?? {}
  const [path, query] = splitQuery(request.path)
  return (
    pathMatches(type, value, path) &&
    (match.method === undefined || match.method === request.method.toUpperCase()) &&
    allHold(match.headers, name => request.headers[name.toLowerCase()]) &&
    allHold(match.queryParams, name => new URLSearchParams(query).get(name) ?? undefined)
  )
}

export function splitQuery(path: string): readonly [string, string] {
  const at = path.indexOf('?')
  return at < 0 ? [path, ''] : [path.slice(0, at), path.slice(at + 1)]
}

export function pathMatches(type: string, value: string, path: string): boolean {
  if (type === 'Exact') return path === value
  if (type === 'RegularExpression') return expressionHolds(value, path)
  return hasPrefix(value, path)
}

/** A prefix counts by whole elements: `/foo` is one of `/foo/bar` and none of `/foobar`. */
export function hasPrefix(prefix: string, path: string): boolean {
  const bare = prefix.replace(/\/$/, '')
  return path === bare || path.startsWith(`${bare}/`)
}

function allHold(
  wanted: readonly NamedMatch[] | undefined,
  valueOf: (name: string) => string | undefined
): boolean {
  return (wanted ?? []).every(({ name, type = 'Exact', value }) => {
    const actual = valueOf(name)
    if (actual === undefined) return false
    return type === 'RegularExpression' ? expressionHolds(value, actual) : actual === value
  })
}

/** The whole text has to fit, as Envoy's proxies read it. An expression that is none fits nothing. */
export function expressionHolds(expression: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${expression})$`).test(text)
  } catch {
    return false
  }
}
