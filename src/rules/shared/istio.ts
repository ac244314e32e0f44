import { Field } from '../../base/field.ts'
import { groupBy } from '../../base/group-by.ts'
import type { Service } from '../../model/kinds.ts'
import type { Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'
import { belongTogether } from './folder-of.ts'
import { perObject } from './per-object.ts'

export const networkingGroup = 'networking.istio.io'
export const securityGroup = 'security.istio.io'

/** The types of a kind of Istio in every version that is served. */
export function networkingKeys(kind: string): readonly string[] {
  return ['v1', 'v1beta1', 'v1alpha3'].map(version => `${networkingGroup}/${version}/${kind}`)
}

export function securityKeys(kind: string): readonly string[] {
  return ['v1', 'v1beta1'].map(version => `${securityGroup}/${version}/${kind}`)
}

export function istioObjects(workspace: WorkspaceView, kind: string): readonly Manifest[] {
  return workspace.ofKind(networkingGroup, kind)
}

export function specOf(manifest: Manifest): Field {
  return new Field(manifest.object).get('spec')
}

/** A Service as Istio's host names mean it. */
export interface ServiceHost {
  readonly name: string
  readonly namespace: string | undefined
}

/**
 * The Service behind a host: a name without a dot is completed with the namespace of the object that it
 * stands in; every other name has to be complete. https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
 */
export function serviceHost(
  host: string,
  from: Pick<Manifest, 'namespace'>
): ServiceHost | undefined {
  if (/^[a-z0-9-]+$/.test(host)) return { name: host, namespace: from.namespace }
  const [, name, namespace] = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc\.[a-z]/.exec(host) ?? []
  return name === undefined ? undefined : { name, namespace }
}

export function sameHost(a: ServiceHost | undefined, b: ServiceHost | undefined): boolean {
  return (
    a !== undefined &&
    a.name === b?.name &&
    (a.namespace === undefined || b.namespace === undefined || a.namespace === b.namespace)
  )
}

/** The Services here that a host in a manifest can mean. */
export function servicesOfHost(
  workspace: WorkspaceView,
  host: ServiceHost,
  from: Manifest
): readonly Manifest<Service>[] {
  return (workspace.derive(servicesByName).get(host.name) ?? []).filter(
    service =>
      sameHost(host, { name: host.name, namespace: service.namespace }) &&
      belongTogether(service, from)
  )
}

function servicesByName(
  workspace: WorkspaceView
): ReadonlyMap<string, readonly Manifest<Service>[]> {
  return groupBy(
    workspace.all('v1/Service') as readonly Manifest<Service>[],
    service => service.name ?? ''
  )
}

/** Every destination of a VirtualService: `host`, `subset` and `port`. */
export function destinationsOf(spec: Field): readonly Field[] {
  const http = spec.get('http').items
  return [
    ...['http', 'tcp', 'tls']
      .flatMap(kind => spec.get(kind).items)
      .flatMap(route => route.get('route').items)
      .map(route => route.get('destination')),
    ...http.map(route => route.get('mirror')),
    ...http.flatMap(route => route.get('mirrors').items).map(mirror => mirror.get('destination'))
  ].filter(destination => destination.isMap)
}

/** The DestinationRules here that speak of the same host as a destination. */
export function destinationRulesFor(
  workspace: WorkspaceView,
  host: string,
  from: Manifest
): readonly Manifest[] {
  const wanted = serviceHost(host, from)
  const candidates = workspace.derive(rulesByName).get(wanted?.name ?? host) ?? []
  return candidates.filter(rule => {
    const own = specOf(rule).get('host').text ?? ''
    return belongTogether(rule, from) && (own === host || sameHost(serviceHost(own, rule), wanted))
  })
}

/** DestinationRules by the name of the Service that they speak of, or by their host. */
function rulesByName(workspace: WorkspaceView): ReadonlyMap<string, readonly Manifest[]> {
  return groupBy(istioObjects(workspace, 'DestinationRule'), nameOfRule)
}

const nameOfRule = perObject(rule => {
  const host = specOf(rule).get('host').text ?? ''
  return serviceHost(host, rule)?.name ?? host
})

/** Hosts that ServiceEntries bring into the mesh. Use it through `workspace.derive`. */
export function serviceEntryHosts(workspace: WorkspaceView): ReadonlySet<string> {
  return new Set(
    istioObjects(workspace, 'ServiceEntry').flatMap(entry => specOf(entry).get('hosts').texts)
  )
}

/** For the examples of pages. */
export const reviewsService = `apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 9080 }]
`
