import {
  isRecord,
  itemsOf,
  numberOf,
  recordOf,
  stringOf,
  type UnknownRecord
} from '../../base/json.ts'
import type { Service } from '../../model/kinds.ts'
import type { KubeObject } from '../../model/object.ts'
import type { Pod } from '../../model/pod.ts'
import { matchesLabels, type Labels } from '../../model/selector.ts'
import { faultOf, withAborts } from './fault.ts'
import { expressionHolds, splitQuery } from '../gateway/route-match.ts'
import { modifiedHeaders } from '../gateway/route-filters.ts'
import { labelsOf, namespaceOf, titleOf, type Network } from '../network.ts'
import {
  proxyAnswer,
  type Decision,
  type ProxiedRequest,
  type WeightedBackend
} from '../proxy/decision.ts'

function ofKind(network: Network, kind: string): readonly KubeObject[] {
  return ['v1', 'v1beta1', 'v1alpha3'].flatMap(version =>
    network.list(`networking.istio.io/${version}/${kind}`)
  )
}

/** The Service that a host of Istio's objects means; short names belong to the object's namespace. */
function serviceOfHost(network: Network, namespace: string, host: string): Service | undefined {
  const [name = '', ns = namespace, ...rest] = host.split('.')
  const tail = rest.join('.')
  const isOfCluster = ['', 'svc', `svc.${network.clusterDomain}`].includes(tail)
  return isOfCluster ? network.service(ns, name) : undefined
}

/** The VirtualService that rules the requests of a mesh to a Service; the oldest when there are several. */
export function virtualServiceFor(network: Network, service: Service): KubeObject | undefined {
  return ofKind(network, 'VirtualService')
    .filter(one => {
      const spec = recordOf(one.spec)
      const gateways = itemsOf(spec.gateways)
      const isForMesh = gateways.length === 0 || gateways.includes('mesh')
      return (
        isForMesh &&
        itemsOf(spec.hosts).some(
          host => serviceOfHost(network, namespaceOf(one), String(host)) === service
        )
      )
    })
    .sort((a, b) =>
      (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? '')
    )[0]
}

/**
 * What a VirtualService makes of a request: its first rule that matches.
 * https://istio.io/latest/docs/reference/config/networking/virtual-service/
 */
export function routeByVirtualService(
  network: Network,
  virtualService: KubeObject,
  from: Pod,
  request: ProxiedRequest
): Decision {
  const rules = itemsOf(recordOf(virtualService.spec).http).map(recordOf)
  const index = rules.findIndex(rule => {
    const matches = itemsOf(rule.match).map(recordOf)
    return matches.length === 0 || matches.some(match => matchHolds(match, from, request))
  })
  const rule = rules[index]
  if (!rule) return proxyAnswer(404, '', `No rule of ${titleOf(virtualService)} matches.`)
  const direct = recordOf(rule.directResponse)
  if (numberOf(direct.status) !== undefined)
    return proxyAnswer(
      numberOf(direct.status) ?? 200,
      stringOf(recordOf(direct.body).string) ?? '',
      `${titleOf(virtualService)} answers itself.`
    )
  if (isRecord(rule.redirect)) return redirect(rule.redirect, request)
  const fault = faultOf(rule)
  if (fault.kind === 'unknown') return { kind: 'refuse', reason: fault.reason }
  const routes = itemsOf(rule.route).map(recordOf)
  const backends = routes.map(route =>
    destination(network, namespaceOf(virtualService), route, routes.length)
  )
  return {
    kind: 'forward',
    turn: `${titleOf(virtualService)} ${index}`,
    backends: fault.kind === 'abort' ? withAborts(backends, fault) : backends,
    request: changed(rule, request),
    reason: `${titleOf(virtualService)} takes it by rule ${index}.`,
    object: virtualService,
    path: ['spec', 'http', index]
  }
}

function matchHolds(match: UnknownRecord, from: Pod, request: ProxiedRequest): boolean {
  const [path, query] = splitQuery(request.path)
  const params = new URLSearchParams(query)
  const port = numberOf(match.port)
  const sourceNamespace = stringOf(match.sourceNamespace)
  return (
    textHolds(match.uri, path, match.ignoreUriCase === true) &&
    textHolds(match.method, request.method) &&
    textHolds(match.authority, request.headers.host ?? '') &&
    (port === undefined || port === request.port) &&
    (sourceNamespace === undefined || sourceNamespace === namespaceOf(from)) &&
    matchesLabels(recordOf(match.sourceLabels) as Labels, labelsOf(from)) &&
    fieldsHold(match.headers, name => request.headers[name.toLowerCase()]) &&
    fieldsHold(match.queryParams, name => params.get(name) ?? undefined) &&
    !Object.entries(recordOf(match.withoutHeaders)).some(([name, wanted]) => {
      const value = request.headers[name.toLowerCase()]
      return value !== undefined && textHolds(wanted, value)
    })
  )
}

function fieldsHold(fields: unknown, valueOf: (name: string) => string | undefined): boolean {
  return Object.entries(recordOf(fields)).every(([name, wanted]) => {
    const value = valueOf(name)
    return value !== undefined && textHolds(wanted, value)
  })
}

/** `exact`, `prefix` or `regex`; nothing of them asks only that the field is there. */
function textHolds(wanted: unknown, text: string, ignoreCase = false): boolean {
  const { exact, prefix, regex } = recordOf(wanted)
  const same = (value: string): string => (ignoreCase ? value.toLowerCase() : value)
  if (typeof exact === 'string') return same(exact) === same(text)
  if (typeof prefix === 'string') return same(text).startsWith(same(prefix))
  return typeof regex === 'string' ? expressionHolds(regex, text) : true
}

function destination(
  network: Network,
  namespace: string,
  route: UnknownRecord,
  routes: number
): WeightedBackend {
  const { host, subset, port } = recordOf(route.destination)
  const weight = numberOf(route.weight) ?? (routes === 1 ? 100 : 0)
  const service = serviceOfHost(network, namespace, stringOf(host) ?? '')
  if (!service)
    return { weight, status: 503, problem: `No Service is known as ${stringOf(host) ?? ''}.` }
  const number = numberOf(recordOf(port).number) ?? service.spec?.ports?.[0]?.port ?? 80
  const base = { service, port: number }
  const headers = recordOf(recordOf(route.headers).request)
  const change = (request: ProxiedRequest): ProxiedRequest => ({
    ...request,
    headers: withHeaders(request.headers, headers)
  })
  if (typeof subset !== 'string') return { weight, to: base, change }
  const labels = subsetLabels(network, service, subset)
  return labels
    ? { weight, to: { ...base, labels }, change }
    : {
        weight,
        status: 503,
        problem: `No DestinationRule of ${titleOf(service)} has subset ${subset}.`
      }
}

/** The labels of a subset, by the DestinationRules for the Service. */
function subsetLabels(network: Network, service: Service, subset: string): Labels | undefined {
  for (const rule of ofKind(network, 'DestinationRule')) {
    const spec = recordOf(rule.spec)
    if (serviceOfHost(network, namespaceOf(rule), stringOf(spec.host) ?? '') !== service) continue
    const found = itemsOf(spec.subsets)
      .map(recordOf)
      .find(one => one.name === subset)
    if (found) return recordOf(found.labels) as Labels
  }
  return undefined
}

function changed(rule: UnknownRecord, request: ProxiedRequest): ProxiedRequest {
  const rewrite = recordOf(rule.rewrite)
  const authority = stringOf(rewrite.authority)
  const uri = stringOf(rewrite.uri)
  const headers = withHeaders(request.headers, recordOf(recordOf(rule.headers).request))
  return {
    ...request,
    ...(uri !== undefined && { path: rewrittenPath(rule, request.path, uri) }),
    headers: { ...headers, ...(authority !== undefined && { host: authority }) }
  }
}

/** A prefix that matched is replaced; a path that matched as a whole is replaced as a whole. */
function rewrittenPath(rule: UnknownRecord, path: string, uri: string): string {
  const prefixes = itemsOf(rule.match).map(match => recordOf(recordOf(match).uri).prefix)
  const prefix = prefixes.find(one => typeof one === 'string' && path.startsWith(one))
  if (typeof prefix === 'string') return uri + path.slice(prefix.length)
  const [, query] = splitQuery(path)
  return query === '' ? uri : `${uri}?${query}`
}

/** Istio writes headers as a map; the Gateway API as a list. */
function withHeaders(
  headers: Readonly<Record<string, string>>,
  { set, add, remove }: UnknownRecord
): Readonly<Record<string, string>> {
  const listed = (map: unknown): object[] =>
    Object.entries(recordOf(map)).map(([name, value]) => ({ name, value: String(value) }))
  return modifiedHeaders(headers, { set: listed(set), add: listed(add), remove })
}

function redirect(to: UnknownRecord, request: ProxiedRequest): Decision {
  const scheme = stringOf(to.scheme) ?? (request.secure ? 'https' : 'http')
  const authority = stringOf(to.authority) ?? request.headers.host ?? request.host
  const place = `${scheme}://${authority}${stringOf(to.uri) ?? request.path}`
  const status = numberOf(to.redirectCode) ?? 301
  return proxyAnswer(status, '', `The rule redirects to ${place}.`, { location: place })
}
