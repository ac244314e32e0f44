import { itemsOf, numberOf, recordOf, stringOf } from '../../base/json.ts'
import type {
  Gateway,
  GRPCRoute,
  HTTPRoute,
  HTTPRouteMatch,
  Listener,
  ParentReference
} from '../../model/gateway-kinds.ts'
import type { Ingress, IngressBackend } from '../../model/kinds.ts'
import type { KubeObject } from '../../model/object.ts'
import { gatewayGroup } from '../../model/gateway-kinds.ts'
import { listed, mayShare, titleOf, type Scene } from './scene.ts'
import { backendText } from './service-traffic.ts'

/** Where the requests of an Ingress go, by host and path. */
export function ingressTraffic({ metadata, spec }: Ingress, scene: Scene): string[] {
  const target = (backend: IngressBackend | undefined): string => {
    const { name, port } = backend?.service ?? {}
    if (name === undefined) return 'no Service'
    return `${backendText(name, metadata.namespace, scene)}, port ${port?.number ?? port?.name ?? '?'}`
  }
  const lines = (spec?.rules ?? []).flatMap(({ host, http }) =>
    (http?.paths ?? []).map(
      ({ path = '/', pathType, backend }) =>
        `- \`${host ?? '*'}${path}\` (${pathType ?? 'no pathType'}) → ${target(backend)}`
    )
  )
  if (spec?.defaultBackend) lines.push(`- everything else → ${target(spec.defaultBackend)}`)
  const tls = (spec?.tls ?? []).flatMap(({ hosts = [] }) => hosts)
  return [
    ...(lines.length > 0 ? [lines.join('\n')] : []),
    ...(tls.length > 0 ? [`TLS ends here for ${listed(tls.map(host => `\`${host}\``))}.`] : [])
  ]
}

/** The listeners that a route hangs on, and which share of which requests goes where. */
export function routeTraffic(route: HTTPRoute | GRPCRoute, scene: Scene): string[] {
  const { parentRefs = [], hostnames = [], rules = [] } = route.spec ?? {}
  const hosts =
    hostnames.length === 0 ? 'every host' : hostnames.map(one => `\`${one}\``).join(', ')
  const parents = parentRefs.map(parent => parentText(parent, route.metadata.namespace, scene))
  const lines = rules.map(rule => {
    const { matches = [], backendRefs = [] } = rule as NonNullable<
      NonNullable<HTTPRoute['spec']>['rules']
    >[number]
    const sum = backendRefs.reduce((total, { weight = 1 }) => total + weight, 0)
    const targets = backendRefs.map(({ name, namespace, weight = 1, kind = 'Service' }) => {
      const share = backendRefs.length > 1 && sum > 0 ? `${percent(weight / sum)} ` : ''
      const text =
        kind === 'Service'
          ? backendText(name, namespace ?? route.metadata.namespace, scene)
          : `${kind} \`${name}\``
      return share + text
    })
    return `- ${matches.length === 0 ? 'every request' : matches.map(matchText).join(' or ')} → ${targets.length === 0 ? 'no backend' : targets.join(', ')}`
  })
  return [
    `For ${hosts}, on ${parents.length === 0 ? 'no parent' : parents.join(', ')}.`,
    ...(lines.length > 0 ? [lines.join('\n')] : [])
  ]
}

/** The listeners of a Gateway with the routes that ask for them. */
export function gatewayTraffic({ metadata, spec }: Gateway, scene: Scene): string[] {
  const routes = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'].flatMap(kind =>
    scene.all(`${gatewayGroup}/${kind}`)
  )
  const lines = (spec?.listeners ?? []).map(listener => {
    const own = routes.filter(route =>
      parentsOf(route).some(
        parent =>
          parent.name === metadata.name &&
          mayShare(parent.namespace ?? route.metadata.namespace, metadata.namespace) &&
          (parent.sectionName ?? listener.name) === listener.name
      )
    )
    const asks = own.length === 0 ? `no route ${scene.where}` : listed(own.map(titleOf))
    return `- ${listenerText(listener)} ← ${asks}`
  })
  return lines.length === 0 ? [] : [lines.join('\n')]
}

/** How a mesh divides the requests to the hosts of a VirtualService. */
export function virtualServiceTraffic(object: KubeObject, scene: Scene): string[] {
  const spec = recordOf(object.spec)
  const hosts = itemsOf(spec.hosts).map(host => `\`${String(host)}\``)
  const lines = itemsOf(spec.http).map(http => {
    const routes = itemsOf(recordOf(http).route).map(recordOf)
    const targets = routes.map(route => {
      const { host, subset } = recordOf(route.destination)
      const [name = '', namespace = object.metadata.namespace] = (stringOf(host) ?? '').split('.')
      const share = routes.length > 1 ? `${numberOf(route.weight) ?? 0} % ` : ''
      const part = typeof subset === 'string' ? `, subset \`${subset}\`` : ''
      return `${share}${backendText(name, namespace, scene)}${part}`
    })
    const isMatched = itemsOf(recordOf(http).match).length > 0
    return `- ${isMatched ? 'requests that match' : 'every other request'} → ${targets.join(', ')}`
  })
  return [`For ${hosts.join(', ') || 'no host'}.`, ...(lines.length > 0 ? [lines.join('\n')] : [])]
}

function parentsOf(route: KubeObject): readonly ParentReference[] {
  return itemsOf(recordOf(route.spec).parentRefs) as readonly ParentReference[]
}

function parentText(
  { name, namespace, kind = 'Gateway', sectionName }: ParentReference,
  own: string | undefined,
  scene: Scene
): string {
  if (kind !== 'Gateway') return `${kind} \`${name}\``
  const gateway = (scene.all(`${gatewayGroup}/Gateway`) as readonly Gateway[]).find(
    ({ metadata }) => metadata.name === name && mayShare(metadata.namespace, namespace ?? own)
  )
  if (!gateway) return `Gateway \`${name}\` (not ${scene.where})`
  const listeners = (gateway.spec?.listeners ?? []).filter(
    listener => sectionName === undefined || listener.name === sectionName
  )
  if (listeners.length === 0)
    return `Gateway \`${name}\`, which has no listener \`${sectionName ?? ''}\``
  return `Gateway \`${name}\` (${listeners.map(listenerText).join(', ')})`
}

function listenerText({ name, protocol, port, hostname }: Listener): string {
  return `\`${name}\` ${protocol} ${port}${hostname === undefined ? '' : ` for \`${hostname}\``}`
}

function matchText(match: HTTPRouteMatch): string {
  const { path, headers = [], queryParams = [], method } = match
  const parts = [
    ...(typeof method === 'string' ? [method] : []),
    ...(path ? [`\`${path.value ?? '/'}\`${path.type === 'Exact' ? ' exactly' : ''}`] : []),
    ...headers.map(({ name, value }) => `header \`${name}: ${value}\``),
    ...queryParams.map(({ name, value }) => `query \`${name}=${value}\``)
  ]
  return parts.length === 0 ? 'every request' : parts.join(' with ')
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`
}
