import { itemsOf, numberOf, recordOf, stringOf } from '../base/json.ts'
import type { KubeObject } from '../model/object.ts'
import { parseIp } from '../model/cidr.ts'
import type { Family, NamespacedName, Via } from './lab-definition.generated.ts'
import { obstacleOf, type Obstacle } from './obstacle.ts'
import { callOptions, stopIfAborted, type ProbeContext } from './probe-context.ts'
import { findProbePod } from './probe-pod.ts'
import { throughTunnel } from './tunnel.ts'

/** Where a connection goes, and whose address that is. */
export interface ConnectAddress {
  readonly address: string
  readonly port: number
  /** Such as `Gateway shop/door`. */
  readonly owner: string
  /** Why a connection through a tunnel led nowhere, as its far end said it. */
  readonly problem?: () => string | undefined
}

/** The address of what `via` names, read from the cluster at this moment. */
export async function connectAddress(
  context: ProbeContext,
  via: Via,
  { fromHost, port }: { readonly fromHost: boolean; readonly port: number }
): Promise<ConnectAddress | Obstacle> {
  if (via.address === 'forward') return await throughTunnel(context, via, { fromHost, port })
  if (via.pod) return await ofPod(context, via, port)
  if (via.service) return await ofService(context, via, via.service, fromHost, port)
  const found = via.gateway
    ? await read(context, 'gateway.networking.k8s.io/v1', 'Gateway', via.gateway)
    : await read(
        context,
        'networking.k8s.io/v1',
        'Ingress',
        via.ingress ?? { namespace: '', name: '' }
      )
  if ('final' in found) return found
  const { object, owner } = found
  const status = recordOf(object.status)
  const addresses = via.gateway
    ? itemsOf(status.addresses).map(one => stringOf(recordOf(one).value))
    : ingressAddresses(status)
  const address = chosen(addresses, via.family)
  if (address === undefined)
    return {
      ...noAddress(owner, via.family, ''),
      // Traefik and others publish the address of their own Service, which stays pending without a load balancer.
      next: `Look ${
        via.gateway
          ? 'at the conditions of the Gateway'
          : 'whether its ingressClassName is one of kubectl get ingressclasses'
      }, and at the Service of the proxy: while that has no EXTERNAL-IP, a load balancer such as MetalLB is missing.`
    }
  return { address, port: via.port ?? port, owner }
}

async function ofPod(
  context: ProbeContext,
  { pod, family, port: own }: Via,
  port: number
): Promise<ConnectAddress | Obstacle> {
  if (!pod) throw new Error('This has no Pod.')
  // What answers is the Pod itself, whatever stands in for it where it asks.
  const found = await findProbePod({ ...context, tools: new Map() }, pod)
  if ('final' in found) return found
  const owner = `Pod ${found.namespace}/${found.name}`
  const status = recordOf(found.object.status)
  const addresses = [
    stringOf(status.podIP),
    ...itemsOf(status.podIPs).map(one => stringOf(recordOf(one).ip))
  ]
  const address = chosen(addresses, family)
  if (address === undefined) return noAddress(owner, family, 'the network plugin')
  return { address, port: own ?? port, owner }
}

async function ofService(
  context: ProbeContext,
  { address: which, family, port: own }: Via,
  name: NamespacedName,
  fromHost: boolean,
  urlPort: number
): Promise<ConnectAddress | Obstacle> {
  const found = await read(context, 'v1', 'Service', name)
  if ('final' in found) return found
  const { object, owner } = found
  const spec = recordOf(object.spec)
  const port = own ?? urlPort
  const kind = which ?? (fromHost ? 'loadBalancer' : 'clusterIP')
  if (kind === 'nodePort') return await ofNode(context, object, owner, family, port)
  const addresses =
    kind === 'loadBalancer'
      ? ingressAddresses(recordOf(object.status))
      : [stringOf(spec.clusterIP), ...itemsOf(spec.clusterIPs).map(stringOf)]
  const address = chosen(addresses, family)
  if (address === undefined)
    return kind === 'loadBalancer'
      ? { ...noAddress(owner, family, ''), next: whyPending(spec.type, name) }
      : noAddress(owner, family, 'its clusterIP and ipFamilies')
  return { address, port, owner }
}

async function ofNode(
  context: ProbeContext,
  service: KubeObject,
  owner: string,
  family: Family | undefined,
  port: number
): Promise<ConnectAddress | Obstacle> {
  const entry = itemsOf(recordOf(service.spec).ports)
    .map(recordOf)
    .find(one => one.port === port)
  const nodePort = numberOf(entry?.nodePort)
  if (nodePort === undefined)
    return {
      verdict: 'fail',
      sentence: `${owner} has no node port for its port ${port}.`,
      next: 'Give it the type NodePort or LoadBalancer.',
      final: false
    }
  const nodes = await context.cluster.list(
    { apiVersion: 'v1', kind: 'Node' },
    callOptions(context, 10_000)
  )
  stopIfAborted(context)
  if (!nodes.ok) return obstacleOf(nodes.error, 'list the nodes')
  const addresses = nodes.value.items
    .flatMap(node => itemsOf(recordOf(node.status).addresses).map(recordOf))
    .filter(({ type }) => type === 'InternalIP')
    .map(one => stringOf(one.address))
  const address = chosen(addresses, family)
  if (address === undefined) return noAddress('Every node', family, 'the kubelet')
  return { address, port: nodePort, owner: `${owner} at a node` }
}

function ingressAddresses(
  status: Readonly<Record<string, unknown>>
): readonly (string | undefined)[] {
  return itemsOf(recordOf(status.loadBalancer).ingress)
    .map(recordOf)
    .map(({ ip, hostname }) => stringOf(ip) ?? stringOf(hostname))
}

/** The first one, or the first of the wanted family. A name counts for any family. */
export function chosen(
  addresses: readonly (string | undefined)[],
  family: Family | undefined
): string | undefined {
  return addresses
    .filter(one => one !== undefined && one !== '' && one !== 'None')
    .find(one => {
      const ip = parseIp(one ?? '')
      return family === undefined || ip === undefined || ip.family === family
    })
}

async function read(
  context: ProbeContext,
  apiVersion: string,
  kind: string,
  { namespace, name }: NamespacedName
): Promise<{ readonly object: KubeObject; readonly owner: string } | Obstacle> {
  const owner = `${kind} ${namespace}/${name}`
  const answer = await context.cluster.get(
    { apiVersion, kind, namespace, name },
    callOptions(context, 10_000)
  )
  stopIfAborted(context)
  if (answer.ok) return { object: answer.value, owner }
  return answer.error.reason === 'not-found'
    ? {
        verdict: 'fail',
        sentence: `${owner} is not in the cluster.`,
        next: 'Apply the manifests of this step, then verify again.',
        final: false
      }
    : obstacleOf(answer.error, `read ${owner}`)
}

/** Controllers tell in events why a Service of theirs has no address. */
/** Only a Service that asks for an address outside can wait for one. */
export function whyPending(type: unknown, name: NamespacedName): string {
  return type === 'LoadBalancer'
    ? eventsSayWhy(name)
    : 'Only a Service of the type LoadBalancer is given an address outside. Look at its type.'
}

function eventsSayWhy({ namespace, name }: NamespacedName): string {
  return `Its events say why: kubectl -n ${namespace} get events --field-selector involvedObject.name=${name}. Where there are none, no load balancer controller such as MetalLB is at work.`
}

function noAddress(owner: string, family: Family | undefined, by: string): Obstacle {
  return {
    verdict: 'fail',
    sentence: `${owner} has no ${family === undefined ? '' : `${family} `}address yet.`,
    next: `Look at ${by}: the address comes from there.`,
    final: false
  }
}
