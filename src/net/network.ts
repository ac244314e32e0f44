import { parseIp, formatIp, type Ip } from '../model/cidr.ts'
import {
  namespaceNameLabel,
  serviceNameLabel,
  type EndpointSlice,
  type Namespace,
  type NetworkPolicy,
  type Node,
  type Service
} from '../model/kinds.ts'
import { gvkKey, gvkOf, type KubeObject } from '../model/object.ts'
import { isTerminated, podIpsOf, type Pod } from '../model/pod.ts'
import type { Labels } from '../model/selector.ts'

/** Objects by type, as a cluster or a workspace has them. `gvkKey` is for example `v1/Pod`. */
export interface ClusterObjects {
  list(gvkKey: string): readonly KubeObject[]
}

/**
 * A snapshot of a cluster's objects, indexed for questions about its network. It never changes: build a new one
 * when an object changed, which costs one pass over the objects.
 */
export interface Network extends ClusterObjects {
  /** The domain of the cluster's names, `cluster.local` unless given. */
  readonly clusterDomain: string
  /** What the cluster's DNS runs with, where that isn't what its ConfigMap says. */
  readonly corefile?: string
  readonly pods: readonly Pod[]
  readonly services: readonly Service[]
  readonly policies: readonly NetworkPolicy[]
  pod(namespace: string, name: string): Pod | undefined
  service(namespace: string, name: string): Service | undefined
  /** True when the namespace has an object or anything lives in it. */
  hasNamespace(name: string): boolean
  namespaceLabels(name: string): Labels
  policiesIn(namespace: string): readonly NetworkPolicy[]
  podsIn(namespace: string): readonly Pod[]
  slicesOf(service: Service): readonly EndpointSlice[]
  /** The running Pod that owns an address; Pods of the node's network don't own theirs. */
  podByIp(ip: Ip): Pod | undefined
  /** The running Pods that share the network of the node with this address. */
  hostNetworkPodsAt(ip: Ip): readonly Pod[]
  /** The Services that answer at a virtual address; several may share one of a load balancer. */
  servicesByIp(ip: Ip): readonly ServiceAddress[]
  nodeByIp(ip: Ip): string | undefined
  nodeIps(nodeName: string): readonly Ip[]
}

export interface ServiceAddress {
  readonly service: Service
  readonly via: 'clusterIP' | 'externalIP' | 'loadBalancer'
}

export interface NetworkOptions {
  readonly clusterDomain?: string
  /** The Corefile that the cluster's DNS runs with; what its ConfigMap says when absent. */
  readonly corefile?: string
}

export function namespaceOf(object: KubeObject): string {
  return object.metadata.namespace ?? 'default'
}

export function nameOf(object: KubeObject): string {
  return object.metadata.name ?? ''
}

/** `Pod frontend/client`: how the sentences of this room name an object. */
export function titleOf(object: KubeObject): string {
  return `${object.kind} ${namespaceOf(object)}/${nameOf(object)}`
}

export function labelsOf(object: KubeObject): Labels {
  return object.metadata.labels ?? {}
}

/** Indexes objects of any kinds and versions; the kinds that have nothing to do with the network are only listed. */
export function networkOf(objects: Iterable<KubeObject>, options: NetworkOptions = {}): Network {
  return new IndexedNetwork(objects, options)
}

class IndexedNetwork implements Network {
  readonly clusterDomain: string
  readonly corefile?: string
  readonly pods: readonly Pod[]
  readonly services: readonly Service[]
  readonly policies: readonly NetworkPolicy[]
  readonly #byKind: ReadonlyMap<string, readonly KubeObject[]>
  readonly #pods: ReadonlyMap<string, Pod>
  readonly #services: ReadonlyMap<string, Service>
  readonly #namespaces = new Map<string, Namespace>()
  readonly #podsIn: ReadonlyMap<string, readonly Pod[]>
  readonly #policiesIn: ReadonlyMap<string, readonly NetworkPolicy[]>
  readonly #slices: ReadonlyMap<string, readonly EndpointSlice[]>
  readonly #podByIp = new Map<string, Pod>()
  readonly #hostPods = new Map<string, Pod[]>()
  readonly #servicesByIp = new Map<string, ServiceAddress[]>()
  readonly #nodeByIp = new Map<string, string>()
  readonly #nodeIps = new Map<string, Ip[]>()

  constructor(objects: Iterable<KubeObject>, options: NetworkOptions) {
    this.clusterDomain = (options.clusterDomain ?? 'cluster.local').toLowerCase().replace(/\.$/, '')
    if (options.corefile !== undefined) this.corefile = options.corefile
    this.#byKind = grouped(objects, object => gvkKey(gvkOf(object)))
    this.pods = this.list('v1/Pod') as readonly Pod[]
    this.services = this.list('v1/Service') as readonly Service[]
    this.policies = this.list('networking.k8s.io/v1/NetworkPolicy') as readonly NetworkPolicy[]
    this.#pods = new Map(this.pods.map(pod => [keyOf(pod), pod]))
    this.#services = new Map(this.services.map(service => [keyOf(service), service]))
    this.#podsIn = grouped(this.pods, namespaceOf)
    this.#policiesIn = grouped(this.policies, namespaceOf)
    this.#slices = grouped(
      this.list('discovery.k8s.io/v1/EndpointSlice') as readonly EndpointSlice[],
      slice => `${namespaceOf(slice)}/${labelsOf(slice)[serviceNameLabel] ?? ''}`
    )
    for (const namespace of this.list('v1/Namespace') as readonly Namespace[])
      this.#namespaces.set(nameOf(namespace), namespace)
    this.#indexNodes()
    this.#indexPods()
    this.#indexServices()
  }

  list(key: string): readonly KubeObject[] {
    return this.#byKind.get(key) ?? []
  }

  pod(namespace: string, name: string): Pod | undefined {
    return this.#pods.get(`${namespace}/${name}`)
  }

  service(namespace: string, name: string): Service | undefined {
    return this.#services.get(`${namespace}/${name}`)
  }

  hasNamespace(name: string): boolean {
    return (
      this.#namespaces.has(name) ||
      this.#podsIn.has(name) ||
      this.services.some(service => namespaceOf(service) === name)
    )
  }

  namespaceLabels(name: string): Labels {
    const namespace = this.#namespaces.get(name)
    return { ...(namespace && labelsOf(namespace)), [namespaceNameLabel]: name }
  }

  policiesIn(namespace: string): readonly NetworkPolicy[] {
    return this.#policiesIn.get(namespace) ?? []
  }

  podsIn(namespace: string): readonly Pod[] {
    return this.#podsIn.get(namespace) ?? []
  }

  slicesOf(service: Service): readonly EndpointSlice[] {
    return this.#slices.get(keyOf(service)) ?? []
  }

  podByIp(ip: Ip): Pod | undefined {
    return this.#podByIp.get(formatIp(ip))
  }

  hostNetworkPodsAt(ip: Ip): readonly Pod[] {
    return this.#hostPods.get(formatIp(ip)) ?? []
  }

  servicesByIp(ip: Ip): readonly ServiceAddress[] {
    return this.#servicesByIp.get(formatIp(ip)) ?? []
  }

  nodeByIp(ip: Ip): string | undefined {
    return this.#nodeByIp.get(formatIp(ip))
  }

  nodeIps(nodeName: string): readonly Ip[] {
    return this.#nodeIps.get(nodeName) ?? []
  }

  #indexNodes(): void {
    for (const node of this.list('v1/Node') as readonly Node[])
      for (const { type, address } of node.status?.addresses ?? [])
        if (type === 'InternalIP' || type === 'ExternalIP') this.#addNodeIp(nameOf(node), address)
    // A cluster view without Node objects still knows the nodes that Pods run on.
    for (const { spec, status } of this.pods) {
      if (spec?.nodeName === undefined) continue
      const hostIps = status?.hostIPs?.map(entry => entry.ip) ?? [status?.hostIP ?? '']
      for (const address of hostIps) this.#addNodeIp(spec.nodeName, address)
    }
  }

  #addNodeIp(node: string, address: string): void {
    const ip = parseIp(address)
    if (ip === undefined || this.#nodeByIp.has(formatIp(ip))) return
    this.#nodeByIp.set(formatIp(ip), node)
    this.#nodeIps.set(node, [...(this.#nodeIps.get(node) ?? []), ip])
  }

  #indexPods(): void {
    for (const pod of this.pods) {
      if (isTerminated(pod)) continue
      for (const text of podIpsOf(pod)) {
        const ip = parseIp(text)
        if (ip === undefined) continue
        const key = formatIp(ip)
        if (pod.spec?.hostNetwork === true)
          this.#hostPods.set(key, [...(this.#hostPods.get(key) ?? []), pod])
        else this.#podByIp.set(key, pod)
      }
    }
  }

  #indexServices(): void {
    for (const service of this.services) {
      if (service.spec?.type === 'ExternalName') continue
      for (const ip of clusterIpsOf(service)) this.#addServiceIp(service, 'clusterIP', ip)
      for (const ip of service.spec?.externalIPs ?? [])
        this.#addServiceIp(service, 'externalIP', ip)
      for (const { ip, ipMode } of service.status?.loadBalancer?.ingress ?? [])
        // With ipMode Proxy the node leaves the address to the load balancer outside.
        if (ip !== undefined && ipMode !== 'Proxy') this.#addServiceIp(service, 'loadBalancer', ip)
    }
  }

  #addServiceIp(service: Service, via: ServiceAddress['via'], address: string): void {
    const ip = parseIp(address)
    if (ip === undefined) return
    const key = formatIp(ip)
    const sharing = this.#servicesByIp.get(key)
    if (sharing) sharing.push({ service, via })
    else this.#servicesByIp.set(key, [{ service, via }])
  }
}

/** The virtual addresses of a Service: none for a headless one, one per family otherwise. */
export function clusterIpsOf(service: Service): readonly string[] {
  const spec = service.spec ?? {}
  const listed = spec.clusterIPs ?? []
  const all = listed.length > 0 ? listed : [spec.clusterIP ?? '']
  return all.filter(ip => ip !== '' && ip !== 'None')
}

export function isHeadless(service: Service): boolean {
  const spec = service.spec ?? {}
  return (
    spec.type !== 'ExternalName' && (spec.clusterIP === 'None' || spec.clusterIPs?.[0] === 'None')
  )
}

function keyOf(object: KubeObject): string {
  return `${namespaceOf(object)}/${nameOf(object)}`
}

function grouped<Item>(items: Iterable<Item>, key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return groups
}
