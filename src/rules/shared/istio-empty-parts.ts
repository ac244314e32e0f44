import type { Field } from '../../base/field.ts'
import {
  isGiven,
  isMessage,
  matchesOf,
  operationsOf,
  portPoliciesOf,
  sourcesOf,
  trafficPoliciesOf
} from './istio-parts.ts'

/** A part that Istio refuses for what it doesn't say. */
export interface EmptyPart {
  readonly at: Field['at']
  readonly message: string
  readonly part?: 'key' | 'value'
}

/** Rules of `validateHTTPRoute`, `validateTLSRoute` and `validateTCPRoute` of Istio's validation. */
export function emptyRouteParts(spec: Field): readonly EmptyPart[] {
  return [
    ...spec.get('http').items.flatMap(httpParts),
    ...(['tls', 'tcp'] as const).flatMap(list =>
      spec
        .get(list)
        .items.filter(route => !isGiven(route.get('route')))
        .map(({ at }) => ({ at, message: 'The route leads nowhere: `route` is missing.' }))
    ),
    ...spec
      .get('tls')
      .items.filter(route => !isGiven(route.get('match')))
      .map(({ at }) => ({ at, message: 'A route for TLS needs a `match` with `sniHosts`.' })),
    ...matchesOf(spec, 'tls')
      .map(match => match.get('sniHosts'))
      .filter(hosts => hosts.isList && hosts.isEmpty)
      .map(({ at }) => ({ at, message: 'The condition names no host.' })),
    ...matchesOf(spec, 'http').flatMap(matchParts)
  ]
}

function httpParts(http: Field): readonly EmptyPart[] {
  const fault = http.get('fault')
  const rewrite = http.get('rewrite')
  const regex = rewrite.get('uriRegexRewrite')
  const redirect = http.get('redirect')
  const does = (parent: Field, ...keys: readonly string[]): boolean =>
    keys.some(key => isGiven(parent.get(key)) || (key !== 'uri' && parent.get(key).isMap))
  const found: EmptyPart[] = []
  if (isMessage(fault) && !isMessage(fault.get('abort')) && !isMessage(fault.get('delay')))
    found.push({ at: fault.at, message: 'The fault is none: it has neither `abort` nor `delay`.' })
  if (isMessage(rewrite) && !does(rewrite, 'uri', 'authority', 'uriRegexRewrite'))
    found.push({ at: rewrite.at, message: 'The rewrite changes nothing.' })
  if (isMessage(regex))
    for (const key of ['match', 'rewrite'])
      if (!isGiven(regex.get(key)))
        found.push({ at: regex.at, message: `\`${key}\` is missing; both are needed.` })
  // A map without anything is told elsewhere.
  if (
    isGiven(redirect) &&
    ['uri', 'prefixRewrite', 'authority', 'scheme'].every(key => !isGiven(redirect.get(key))) &&
    !isMessage(redirect.get('port')) &&
    !isMessage(redirect.get('derivePort'))
  )
    found.push({ at: redirect.at, message: 'The redirect changes nothing.' })
  for (const origin of http.get('corsPolicy', 'allowOrigins').items)
    if (!['exact', 'prefix', 'regex'].some(key => isGiven(origin.get(key))))
      found.push({ at: origin.at, message: 'The origin is empty.' })
  return found
}

/** An empty prefix and an empty expression are refused; that of a path may be empty. */
function matchParts(match: Field): readonly EmptyPart[] {
  const texts = [
    ...['scheme', 'method', 'authority'].map(key => match.get(key)),
    ...['headers', 'withoutHeaders', 'queryParams'].flatMap(key =>
      match.get(key).entries.map(([, one]) => one)
    )
  ]
  return [
    ...texts.map(one => one.get('prefix')),
    ...[...texts, match.get('uri')].map(one => one.get('regex'))
  ]
    .filter(({ text }) => text === '')
    .map(({ at }) => ({
      at,
      part: 'value' as const,
      message: `\`${String(at.at(-1))}\` is empty.`
    }))
}

/** Rules of `validateTrafficPolicy` and what it calls. */
export function emptyPolicyParts(spec: Field): readonly EmptyPart[] {
  const found: EmptyPart[] = []
  for (const port of trafficPoliciesOf(spec).flatMap(one => one.get('portLevelSettings').items)) {
    if (!port.isMap) continue
    if (!isMessage(port.get('port')))
      found.push({ at: port.at, message: 'The settings are for no port: `port` is missing.' })
    const keys = ['outlierDetection', 'connectionPool', 'loadBalancer', 'tls']
    if (!keys.some(key => isMessage(port.get(key))))
      found.push({ at: port.at, message: 'The settings of the port say nothing.' })
  }
  for (const policy of portPoliciesOf(spec)) {
    found.push(...emptyPool(policy.get('connectionPool')))
    const balancer = policy.get('loadBalancer')
    const maglev = balancer.get('consistentHash', 'maglev')
    if (maglev.isMap && !isMessage(maglev.get('tableSize')))
      found.push({ at: maglev.at, message: '`maglev` needs a `tableSize`.' })
    const cookie = balancer.get('consistentHash', 'httpCookie')
    if (cookie.get('name').text === '')
      found.push({ at: cookie.get('name').at, part: 'value', message: 'The cookie has no name.' })
    for (const key of ['localityLbSetting', 'zoneAwareLbSetting'])
      for (const one of balancer.get(key, 'failover').items)
        if (one.isMap && one.get('from').text === one.get('to').text)
          found.push({
            at: one.at,
            message: 'The two places are the same: `from` and `to` have to differ.'
          })
  }
  return found
}

export function emptyPool(pool: Field): readonly EmptyPart[] {
  return isMessage(pool) && !isMessage(pool.get('http')) && !isMessage(pool.get('tcp'))
    ? [{ at: pool.at, message: 'The pool says nothing about `http` or `tcp`.' }]
    : []
}

/** Rules of `CheckEmptyValues`: no text of a rule may be empty. */
export function emptyRuleTexts(spec: Field): readonly EmptyPart[] {
  const lists = [
    ...[...sourcesOf(spec), ...operationsOf(spec)].flatMap(one => one.entries),
    ...spec
      .get('rules')
      .items.flatMap(rule => rule.get('when').items)
      .flatMap(when => when.entries)
  ].map(([, list]) => list)
  return lists
    .filter(({ at }) => !String(at.at(-1)).toLowerCase().endsWith('ipblocks'))
    .flatMap(list => list.items)
    .filter(({ text }) => text === '')
    .map(({ at }) => ({ at, part: 'value' as const, message: 'An empty text matches nothing.' }))
}
