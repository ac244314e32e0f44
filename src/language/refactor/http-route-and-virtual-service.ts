import {
  isRecord,
  itemsOf,
  numberOf,
  recordOf,
  stringOf,
  type UnknownRecord
} from '../../base/json.ts'
import type { Manifest } from '../../rules/manifest.ts'
import type { Rewrite } from './refactorings.ts'

/**
 * A VirtualService that routes by path, header and weight as an HTTPRoute of the mesh. Undefined as soon as
 * it uses what an HTTPRoute can't say.
 * https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/
 */
export function virtualServiceToHttpRoute({ object }: Manifest): Rewrite | undefined {
  const spec = recordOf(recordOf(object).spec)
  const hosts = itemsOf(spec.hosts).map(String)
  const routes = itemsOf(spec.http).filter(isRecord)
  const known = ['hosts', 'http', 'exportTo']
  const service = hosts.length === 1 ? serviceOf(hosts[0] ?? '') : undefined
  if (Object.keys(spec).some(key => !known.includes(key))) return undefined
  if (!service || routes.length === 0) return undefined
  const rules = routes.map(ruleOf)
  if (rules.includes(undefined)) return undefined
  return {
    title: `Convert to HTTPRoute for Service ${service.name}`,
    objects: [
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: metadataOf(object),
        spec: {
          parentRefs: [{ group: '', kind: 'Service', ...service }],
          rules
        }
      }
    ]
  }
}

function ruleOf(route: UnknownRecord): object | undefined {
  if (Object.keys(route).some(key => !['name', 'match', 'route', 'timeout'].includes(key)))
    return undefined
  const backends = itemsOf(route.route).filter(isRecord).map(backendOf)
  const matches = itemsOf(route.match).filter(isRecord).map(matchOf)
  if (backends.length === 0 || backends.includes(undefined) || matches.includes(undefined))
    return undefined
  const timeout = stringOf(route.timeout)
  return {
    ...(matches.length > 0 && { matches }),
    backendRefs: backends,
    ...(timeout !== undefined && { timeouts: { request: timeout } })
  }
}

/** A subset has no place in an HTTPRoute: there every version is a Service. */
function backendOf(entry: UnknownRecord): object | undefined {
  const destination = recordOf(entry.destination)
  const port = numberOf(recordOf(destination.port).number)
  const service = serviceOf(stringOf(destination.host) ?? '')
  const only = Object.keys(entry).every(key => key === 'destination' || key === 'weight')
  if (!service || port === undefined || destination.subset !== undefined || !only) return undefined
  return {
    ...service,
    port,
    ...(numberOf(entry.weight) !== undefined && { weight: entry.weight })
  }
}

function matchOf(match: UnknownRecord): object | undefined {
  if (Object.keys(match).some(key => key !== 'uri' && key !== 'headers')) return undefined
  const uri = recordOf(match.uri)
  const path =
    uri.exact !== undefined
      ? { type: 'Exact', value: uri.exact }
      : uri.prefix !== undefined
        ? { type: 'PathPrefix', value: uri.prefix }
        : undefined
  if (match.uri !== undefined && path === undefined) return undefined
  const headers = Object.entries(recordOf(match.headers)).map(([name, value]) => ({
    name,
    value: recordOf(value).exact
  }))
  if (headers.some(({ value }) => typeof value !== 'string')) return undefined
  return { ...(path && { path }), ...(headers.length > 0 && { headers }) }
}

/** An HTTPRoute of the mesh as VirtualService. Undefined when it hangs on a Gateway or has filters. */
export function httpRouteToVirtualService({ object }: Manifest): Rewrite | undefined {
  const spec = recordOf(recordOf(object).spec)
  const parents = itemsOf(spec.parentRefs).filter(isRecord)
  const service =
    parents.length === 1 && parents[0]?.kind === 'Service' ? parents[0].name : undefined
  const rules = itemsOf(spec.rules).filter(isRecord)
  if (typeof service !== 'string' || rules.length === 0) return undefined
  const http = rules.map(routeOf)
  if (http.includes(undefined)) return undefined
  return {
    title: `Convert to VirtualService for ${service} (needs Istio)`,
    objects: [
      {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: metadataOf(object),
        spec: { hosts: [service], http }
      }
    ]
  }
}

function routeOf(rule: UnknownRecord): object | undefined {
  if (Object.keys(rule).some(key => !['name', 'matches', 'backendRefs'].includes(key)))
    return undefined
  const backends = itemsOf(rule.backendRefs).filter(isRecord)
  const total = backends.reduce((sum, one) => sum + (numberOf(one.weight) ?? 1), 0)
  const isPlain = backends.every(
    one => (one.kind ?? 'Service') === 'Service' && one.filters === undefined
  )
  if (backends.length === 0 || total === 0 || !isPlain) return undefined
  const match = itemsOf(rule.matches).filter(isRecord).map(istioMatchOf)
  if (match.includes(undefined)) return undefined
  return {
    ...(match.length > 0 && { match }),
    route: backends.map(one => ({
      destination: { host: hostOf(one), port: { number: one.port } },
      ...(backends.length > 1 && { weight: numberOf(one.weight) ?? 1 })
    }))
  }
}

function istioMatchOf(match: UnknownRecord): object | undefined {
  if (Object.keys(match).some(key => key !== 'path' && key !== 'headers')) return undefined
  const { type = 'PathPrefix', value } = recordOf(match.path)
  if (type !== 'PathPrefix' && type !== 'Exact') return undefined
  const headers = itemsOf(match.headers).filter(isRecord)
  if (headers.some(header => (header.type ?? 'Exact') !== 'Exact')) return undefined
  return {
    ...(value !== undefined && { uri: { [type === 'Exact' ? 'exact' : 'prefix']: value } }),
    ...(headers.length > 0 && {
      headers: Object.fromEntries(
        headers.map(({ name, value: exact }) => [String(name), { exact }])
      )
    })
  }
}

function hostOf({ name, namespace }: UnknownRecord): string {
  return typeof namespace === 'string'
    ? `${String(name)}.${namespace}.svc.cluster.local`
    : String(name)
}

/** The Service that a host of the mesh means; undefined for a name of the outside. */
function serviceOf(
  host: string
): { readonly name: string; readonly namespace?: string } | undefined {
  const match = /^([a-z0-9-]+)(?:\.([a-z0-9-]+)(?:\.svc(?:\.cluster\.local)?)?)?$/.exec(host)
  if (!match) return undefined
  const [, name = '', namespace] = match
  return { name, ...(namespace !== undefined && { namespace }) }
}

function metadataOf(object: unknown): object {
  const { name, namespace, labels } = recordOf(recordOf(object).metadata)
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    ...(labels !== undefined && { labels })
  }
}
