import { formatIp, parseCidr, type Cidr } from '../model/cidr.ts'
import type { EndpointSlice, Service } from '../model/kinds.ts'
import { targetPortOf } from '../model/int-or-string.ts'
import type { KubeObject } from '../model/object.ts'
import { isPodReady, isTerminated, podIpsOf, type Pod } from '../model/pod.ts'
import { matchesLabels, selects } from '../model/selector.ts'
import {
  podTemplateOf,
  resolvePort,
  type PodTemplateSpec,
  type WorkloadSpec
} from '../model/workloads.ts'
import { clusterIpsOf, isHeadless, labelsOf, nameOf, namespaceOf } from './network.ts'

export interface PlanOptions {
  /** Where made-up Pod addresses come from; they are never used outside of the plan. */
  readonly podCidr?: string
  readonly serviceCidr?: string
  /** Pods per workload at most; alike Pods answer alike. Two when absent. */
  readonly replicas?: number
  /** Adds a cluster DNS when the objects have none. True when absent. */
  readonly dns?: boolean
}

/**
 * The objects that controllers would make of manifests if everything went well: Pods of workloads, running and
 * ready, addresses, EndpointSlices and the cluster's DNS. With them `networkOf` answers for files what it answers
 * for a cluster. Objects that exist already, such as Pods read from a cluster, are kept as they are.
 */
export function plannedObjects(
  objects: Iterable<KubeObject>,
  options: PlanOptions = {}
): readonly KubeObject[] {
  const given = [...objects]
  const all = options.dns === false || hasDns(given) ? given : [...given, ...dnsManifests]
  const podIps = addressesIn(options.podCidr ?? '10.244.0.0/16', given.flatMap(ipsOf))
  const serviceIps = addressesIn(options.serviceCidr ?? '10.96.0.0/12', given.flatMap(ipsOf))
  const pods = plannedPods(all, options.replicas ?? 2).map(pod => running(pod, podIps))
  const services = all.flatMap(object =>
    object.kind === 'Service' && object.apiVersion === 'v1'
      ? [withClusterIp(object as Service, serviceIps)]
      : []
  )
  const others = all.filter(
    object => object.apiVersion !== 'v1' || (object.kind !== 'Pod' && object.kind !== 'Service')
  )
  const sliced = new Set(
    all.filter(isSlice).map(slice => `${namespaceOf(slice)}/${serviceOf(slice)}`)
  )
  const slices = services
    .filter(service => !sliced.has(`${namespaceOf(service)}/${nameOf(service)}`))
    .flatMap(service => sliceFor(service, pods))
  return [...others, ...pods, ...services, ...slices]
}

/** Pods as they are, and those of workloads that have none yet. Owned workloads are their owner's. */
function plannedPods(objects: readonly KubeObject[], most: number): readonly Pod[] {
  const pods = objects.filter(
    (object): object is Pod => object.kind === 'Pod' && object.apiVersion === 'v1'
  )
  const made = objects.flatMap(object => {
    const template = podTemplateOf(object)
    const owned = (object.metadata.ownerReferences ?? []).length > 0
    if (template === undefined || owned || notRunning.has(object.kind)) return []
    const spec = object.spec as WorkloadSpec | undefined
    const selector = spec?.selector
    const exist =
      selector !== undefined &&
      pods.some(pod => namespaceOf(pod) === namespaceOf(object) && selects(selector, labelsOf(pod)))
    if (exist) return []
    const count = Math.min(most, spec?.replicas ?? 1)
    return Array.from({ length: count }, (_, i) => podOf(object, template, i))
  })
  return [...pods, ...made]
}

/** Pods are objects already, and the others run at times only or never. */
const notRunning = new Set(['Pod', 'CronJob', 'PodTemplate'])

function podOf(owner: KubeObject, template: PodTemplateSpec, index: number): Pod {
  const name = `${nameOf(owner)}-${index}`
  const stateful =
    owner.kind === 'StatefulSet' ? { hostname: name, subdomain: subdomainOf(owner) } : {}
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...template.metadata,
      name,
      namespace: namespaceOf(owner),
      ownerReferences: [
        {
          apiVersion: owner.apiVersion,
          kind: owner.kind,
          name: nameOf(owner),
          uid: owner.metadata.uid ?? '',
          controller: true
        }
      ]
    },
    spec: { ...template.spec, ...stateful }
  }
}

function subdomainOf(owner: KubeObject): string {
  const { serviceName } = (owner.spec ?? {}) as { readonly serviceName?: string }
  return serviceName ?? ''
}

/** A Pod without a status counts as running; one with a status says itself what it is. */
function running(pod: Pod, addresses: () => string): Pod {
  if (pod.status?.phase !== undefined || podIpsOf(pod).length > 0) return pod
  // A plan doesn't know the node, so no Pod of a node's network counts as local to another Pod.
  const ip = pod.spec?.hostNetwork === true ? plannedNodeIp : addresses()
  return {
    ...pod,
    status: {
      phase: 'Running',
      podIP: ip,
      podIPs: [{ ip }],
      conditions: [{ type: 'Ready', status: 'True' }]
    }
  }
}

/** Stands for the address of any node; it is one that documentation may use (RFC 5737). */
const plannedNodeIp = '192.0.2.1'

function withClusterIp(service: Service, addresses: () => string): Service {
  if (
    service.spec?.type === 'ExternalName' ||
    isHeadless(service) ||
    clusterIpsOf(service).length > 0
  )
    return service
  const ip = addresses()
  return {
    ...service,
    spec: { ...service.spec, clusterIP: ip, clusterIPs: [ip], ipFamilies: ['IPv4'] }
  }
}

/** One slice per group of Pods that agree on the numbers of the target ports, as the controller groups them. */
function sliceFor(service: Service, pods: readonly Pod[]): readonly EndpointSlice[] {
  const selector = service.spec?.selector ?? {}
  if (Object.keys(selector).length === 0 || service.spec?.type === 'ExternalName') return []
  const groups = new Map<string, { ports: EndpointSlice['ports']; pods: Pod[] }>()
  for (const pod of pods) {
    if (namespaceOf(pod) !== namespaceOf(service) || isTerminated(pod)) continue
    if (!matchesLabels(selector, labelsOf(pod)) || podIpsOf(pod).length === 0) continue
    const ports = (service.spec?.ports ?? []).flatMap(entry => {
      const { name = '', protocol = 'TCP' } = entry
      const port = resolvePort(pod.spec, targetPortOf(entry), protocol)
      return port === undefined ? [] : [{ name, protocol, port }]
    })
    if (ports.length === 0 && !isHeadless(service)) continue
    const key = JSON.stringify(ports)
    const group = groups.get(key)
    if (group) group.pods.push(pod)
    else groups.set(key, { ports, pods: [pod] })
  }
  return [...groups.values()].map((group, i) => ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${nameOf(service)}-planned-${i}`,
      namespace: namespaceOf(service),
      labels: { 'kubernetes.io/service-name': nameOf(service) }
    },
    addressType: 'IPv4',
    ports: group.ports ?? [],
    endpoints: group.pods.map(pod => endpointOf(service, pod))
  }))
}

function endpointOf(service: Service, pod: Pod): NonNullable<EndpointSlice['endpoints']>[number] {
  const ready = isPodReady(pod)
  const { hostname, subdomain, nodeName } = pod.spec ?? {}
  return {
    addresses: podIpsOf(pod).slice(0, 1),
    conditions: {
      ready: ready || service.spec?.publishNotReadyAddresses === true,
      serving: ready,
      terminating: false
    },
    ...(hostname !== undefined && subdomain === nameOf(service) && { hostname }),
    ...(nodeName !== undefined && { nodeName }),
    targetRef: { kind: 'Pod', namespace: namespaceOf(pod), name: nameOf(pod) }
  }
}

function isSlice(object: KubeObject): boolean {
  return object.kind === 'EndpointSlice' && object.apiVersion === 'discovery.k8s.io/v1'
}

function serviceOf(slice: KubeObject): string {
  return labelsOf(slice)['kubernetes.io/service-name'] ?? ''
}

function hasDns(objects: readonly KubeObject[]): boolean {
  return objects.some(
    object =>
      object.kind === 'Service' &&
      namespaceOf(object) === 'kube-system' &&
      (nameOf(object) === 'kube-dns' || labelsOf(object)['k8s-app'] === 'kube-dns')
  )
}

/** The DNS that every conformant cluster has, as kubeadm names and labels it. */
const dnsManifests: readonly KubeObject[] = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'coredns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
    spec: {
      replicas: 2,
      selector: { matchLabels: { 'k8s-app': 'kube-dns' } },
      template: {
        metadata: { labels: { 'k8s-app': 'kube-dns' } },
        spec: {
          containers: [
            {
              name: 'coredns',
              ports: [
                { name: 'dns', containerPort: 53, protocol: 'UDP' },
                { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' }
              ]
            }
          ]
        }
      }
    }
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kube-dns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
    spec: {
      selector: { 'k8s-app': 'kube-dns' },
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
        { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 }
      ]
    }
  }
]

function ipsOf(object: KubeObject): readonly string[] {
  if (object.kind === 'Pod') return podIpsOf(object as Pod)
  return object.kind === 'Service' ? clusterIpsOf(object as Service) : []
}

/** Hands out the addresses of a range in order, leaving out the taken ones and the network's own. */
function addressesIn(range: string, taken: readonly string[]): () => string {
  const cidr: Cidr = parseCidr(range) ?? { family: 'IPv4', value: 0n, bits: 0 }
  const used = new Set(taken)
  let next = cidr.value
  return () => {
    let text = ''
    do text = formatIp({ family: cidr.family, value: ++next })
    while (used.has(text))
    return text
  }
}
