import { groupBy } from '../../base/group-by.ts'
import { itemsOf, recordOf, stringOf } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { selects, type LabelSelector } from '../../model/selector.ts'
import type { TreeNode } from './tree-node.ts'

export interface ClusterFacts {
  readonly context: string
  readonly version: string
  readonly simulated: boolean
  readonly protected: boolean
  /** A sentence when what is shown may be out of date or incomplete. */
  readonly stale?: string
  readonly objects: readonly KubeObject[]
}

const workloadKinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'Pod']

/** The rows of the Cluster view: the context, then each namespace with what its network is made of. */
export function clusterTree(facts: ClusterFacts): readonly TreeNode[] {
  const byNamespace = groupBy(facts.objects, object => object.metadata.namespace ?? '')
  const namespaces = facts.objects
    .filter(({ kind }) => kind === 'Namespace')
    .sort((a, b) => rank(a) - rank(b) || compare(nameOf(a), nameOf(b)))
  return [
    contextNode(facts),
    ...namespaces.map(namespace =>
      namespaceNode(namespace, byNamespace.get(nameOf(namespace)) ?? [])
    )
  ]
}

function contextNode({
  context,
  version,
  simulated,
  protected: locked,
  stale
}: ClusterFacts): TreeNode {
  const words = [simulated ? 'simulated' : '', locked ? 'protected' : '', version, stale ?? '']
  const description = words.filter(word => word !== '').join(' · ')
  return {
    id: 'context',
    label: context,
    description,
    icon: stale === undefined ? (locked ? 'lock' : 'plug') : 'warning',
    ...(stale !== undefined && { color: 'list.warningForeground', tooltip: stale }),
    spoken: `Context ${context}, ${description}`,
    kind: 'context',
    children: []
  }
}

/** Namespaces of the system come last, because nobody's exercise is in them. */
function rank(namespace: KubeObject): number {
  return nameOf(namespace).startsWith('kube-') ? 1 : 0
}

function namespaceNode(namespace: KubeObject, objects: readonly KubeObject[]): TreeNode {
  const name = nameOf(namespace)
  const ofKind = (...kinds: readonly string[]): readonly KubeObject[] =>
    objects
      .filter(({ kind }) => kinds.includes(kind))
      .sort(
        (a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || compare(nameOf(a), nameOf(b))
      )
  const pods = ofKind('Pod')
  const ending = namespace.metadata.deletionTimestamp !== undefined
  const children = [
    ...ofKind(...workloadKinds)
      .filter(object => !hasOwner(object))
      .map(object => workloadNode(object, objects)),
    ...ofKind('Service').map(service => serviceNode(service, objects)),
    ...ofKind('Ingress', 'Gateway', 'HTTPRoute', 'GRPCRoute').map(object =>
      plainNode(object, 'globe', routeDescription(object))
    ),
    ...ofKind('NetworkPolicy').map(policy => policyNode(policy, pods))
  ]
  return {
    id: `namespace/${name}`,
    label: name,
    description: ending ? 'is being deleted' : children.length === 0 ? 'empty' : '',
    icon: 'symbol-namespace',
    spoken: `Namespace ${name}${ending ? ', is being deleted' : ''}`,
    kind: 'object',
    expanded: rank(namespace) === 0 && children.length > 0,
    children,
    object: refOf(namespace)
  }
}

function workloadNode(object: KubeObject, all: readonly KubeObject[]): TreeNode {
  if (object.kind === 'Pod') return podNode(object)
  const pods = podsOf(object, all)
  const ready = pods.filter(isReady).length
  const wanted = numberAt(object, 'spec', 'replicas') ?? pods.length
  const good = ready >= wanted
  const state = `${ready} of ${wanted} ready`
  return {
    ...plainNode(object, good ? 'server-process' : 'warning', `${object.kind} · ${state}`),
    ...(!good && { color: 'list.warningForeground' }),
    spoken: `${object.kind} ${nameOf(object)}, ${state}`,
    children: pods.map(podNode)
  }
}

function podNode(pod: KubeObject): TreeNode {
  const status = recordOf(pod.status)
  const ready = isReady(pod)
  const reason = ready ? '' : notReadyReason(pod)
  const address = stringOf(status.podIP) ?? 'no address yet'
  const description = ['Pod', address, ready ? '' : reason].filter(word => word !== '').join(' · ')
  return {
    ...plainNode(pod, ready ? 'circle-filled' : 'warning', description),
    ...(!ready && { color: 'list.warningForeground' }),
    spoken: `Pod ${nameOf(pod)}, ${address}, ${ready ? 'ready' : reason}`
  }
}

function serviceNode(service: KubeObject, all: readonly KubeObject[]): TreeNode {
  const endpoints = endpointsOf(service, all)
  const ready = endpoints.filter(endpoint => endpoint.ready).length
  const spec = recordOf(service.spec)
  const external = spec.type === 'ExternalName'
  const broken = !external && ready === 0
  const ports = itemsOf(spec.ports)
    .map(port => `${String(recordOf(port).port)}/${stringOf(recordOf(port).protocol) ?? 'TCP'}`)
    .join(', ')
  const state = external
    ? `→ ${stringOf(spec.externalName) ?? ''}`
    : broken
      ? endpoints.length === 0
        ? 'no endpoints: no Pod matches its selector'
        : `no ready endpoints: 0 of ${endpoints.length}`
      : `${ready} ${ready === 1 ? 'endpoint' : 'endpoints'}`
  const address = stringOf(spec.clusterIP)
  const description = ['Service', state, ports, address === 'None' ? 'headless' : address]
    .filter(word => word !== undefined && word !== '')
    .join(' · ')
  return {
    ...plainNode(service, broken ? 'warning' : 'symbol-interface', description),
    ...(broken && { color: 'list.warningForeground' }),
    spoken: `Service ${nameOf(service)}, ports ${ports}, ${state}`,
    children: endpoints.map(({ address: ip, pod, ready: isUp }) => ({
      id: `${idOf(service)}/endpoint/${ip}`,
      label: ip,
      description: [pod === undefined ? '' : `Pod ${pod}`, isUp ? '' : 'not ready']
        .filter(word => word !== '')
        .join(' · '),
      icon: isUp ? 'arrow-small-right' : 'warning',
      spoken: `Endpoint ${ip}${pod === undefined ? '' : ` of Pod ${pod}`}, ${isUp ? 'ready' : 'not ready'}`,
      kind: 'endpoint',
      children: []
    }))
  }
}

function policyNode(policy: KubeObject, pods: readonly KubeObject[]): TreeNode {
  const spec = recordOf(policy.spec)
  const selector = recordOf(spec.podSelector) as LabelSelector
  const selected = pods.filter(pod => selects(selector, pod.metadata.labels ?? {}))
  const types = policyTypes(spec)
  const count = `selects ${selected.length} ${selected.length === 1 ? 'Pod' : 'Pods'}`
  return {
    ...plainNode(policy, 'shield', `NetworkPolicy · ${count} · ${types.join(' and ')}`),
    spoken: `NetworkPolicy ${nameOf(policy)}, ${types.join(' and ')}, ${count}`,
    children: selected.map(pod => ({
      ...podNode(pod),
      id: `${idOf(policy)}/selected/${nameOf(pod)}`
    }))
  }
}

/** Without policyTypes it is Ingress, and Egress too when there are egress rules. */
function policyTypes(spec: Readonly<Record<string, unknown>>): readonly string[] {
  const named = itemsOf(spec.policyTypes).map(String)
  if (named.length > 0) return named
  return spec.egress === undefined ? ['Ingress'] : ['Ingress', 'Egress']
}

interface Endpoint {
  readonly address: string
  readonly pod: string | undefined
  readonly ready: boolean
}

function endpointsOf(service: KubeObject, all: readonly KubeObject[]): readonly Endpoint[] {
  return all
    .filter(
      ({ kind, metadata }) =>
        kind === 'EndpointSlice' &&
        metadata.labels?.['kubernetes.io/service-name'] === nameOf(service)
    )
    .flatMap(slice => itemsOf(slice.endpoints))
    .flatMap(item => {
      const { addresses, targetRef, conditions } = recordOf(item)
      return itemsOf(addresses).map(address => ({
        address: String(address),
        pod: stringOf(recordOf(targetRef).name),
        ready: recordOf(conditions).ready !== false
      }))
    })
}

/** The Pods of a workload, directly or through its ReplicaSets. */
function podsOf(owner: KubeObject, all: readonly KubeObject[]): readonly KubeObject[] {
  return all
    .filter(object =>
      object.metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid)
    )
    .flatMap(object => (object.kind === 'Pod' ? [object] : podsOf(object, all)))
    .sort((a, b) => compare(nameOf(a), nameOf(b)))
}

function isReady(pod: KubeObject): boolean {
  return itemsOf(recordOf(pod.status).conditions)
    .map(recordOf)
    .some(({ type, status }) => type === 'Ready' && status === 'True')
}

function notReadyReason(pod: KubeObject): string {
  if (pod.metadata.deletionTimestamp !== undefined) return 'is ending'
  const status = recordOf(pod.status)
  const waiting = itemsOf(status.containerStatuses)
    .map(container => stringOf(recordOf(recordOf(recordOf(container).state).waiting).reason))
    .find(reason => reason !== undefined)
  return waiting ?? `${stringOf(status.phase) ?? 'Pending'}, not ready`
}

function routeDescription(object: KubeObject): string {
  const spec = recordOf(object.spec)
  const hosts = [
    ...itemsOf(spec.hostnames).map(String),
    ...itemsOf(spec.rules).flatMap(rule => stringOf(recordOf(rule).host) ?? [])
  ]
  return [object.kind, [...new Set(hosts)].join(', ')].filter(word => word !== '').join(' · ')
}

function plainNode(object: KubeObject, icon: string, description: string): TreeNode {
  return {
    id: idOf(object),
    label: nameOf(object),
    description,
    icon,
    spoken: `${nameOf(object)}, ${description}`,
    kind: 'object',
    children: [],
    object: refOf(object)
  }
}

function refOf({ apiVersion, kind, metadata }: KubeObject): TreeNode['object'] & object {
  return {
    apiVersion,
    kind,
    ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
    name: metadata.name ?? ''
  }
}

function idOf({ kind, metadata }: KubeObject): string {
  return `${kind}/${metadata.namespace ?? ''}/${metadata.name ?? ''}/${metadata.uid ?? ''}`
}

function nameOf(object: KubeObject): string {
  return object.metadata.name ?? ''
}

function hasOwner(object: KubeObject): boolean {
  return (object.metadata.ownerReferences ?? []).some(({ controller }) => controller === true)
}

function numberAt(
  object: KubeObject,
  ...[field, inner]: readonly [string, string]
): number | undefined {
  const value = recordOf(object[field])[inner]
  return typeof value === 'number' ? value : undefined
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
