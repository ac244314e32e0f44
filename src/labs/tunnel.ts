import { itemsOf, numberOf, recordOf, stringOf } from '../base/json.ts'
import type { ConnectAddress } from './connect-address.ts'
import type { LabCluster } from './lab-cluster.ts'
import type { NamespacedName, Via } from './lab-definition.generated.ts'
import { isObstacle, obstacleOf, type Obstacle } from './obstacle.ts'
import { callOptions, stopIfAborted, type ProbeContext } from './probe-context.ts'
import { findProbePod } from './probe-pod.ts'

interface TunnelEnd {
  readonly cluster: LabCluster
  readonly namespace: string
  readonly name: string
  readonly port: number
}

/**
 * A port of this machine that leads through the API server to one Pod, as `kubectl port-forward` makes it. Of a
 * Service it is the first Pod that is ready, so a tunnel says nothing about sharing requests among Pods.
 */
export async function throughTunnel(
  context: ProbeContext,
  via: Via,
  { fromHost, port }: { readonly fromHost: boolean; readonly port: number }
): Promise<ConnectAddress | Obstacle> {
  const { host } = context
  if (!fromHost) return fromHostOnly
  if (!host?.tunnel) return notHere
  const end = via.service
    ? await endOfService(context, via.service, via.port ?? port)
    : await endOfPod(context, via, via.port ?? port)
  if (isObstacle(end)) return end
  const { cluster, ...pod } = end
  const owner = `a tunnel to port ${pod.port} of Pod ${pod.namespace}/${pod.name}`
  if (!cluster.forward) return notHere
  // Asked once before anybody listens, so that a missing right is told as what it is.
  const first = await cluster.forward(pod, callOptions(context, 10_000))
  stopIfAborted(context)
  if (!first.ok) return obstacleOf(first.error, `open ${owner}`)
  first.value.close()
  const tunnel = await host.tunnel(async () => {
    const opened = await cluster.forward?.(pod, callOptions(context, 10_000))
    return opened?.ok === true ? opened.value : (opened?.error.message ?? 'it can’t be opened')
  })
  context.atEnd.push(() => {
    tunnel.dispose()
    return Promise.resolve()
  })
  return { address: '127.0.0.1', port: tunnel.port, owner, problem: () => tunnel.problem() }
}

const fromHostOnly: Obstacle = {
  verdict: 'inconclusive',
  sentence: 'A tunnel begins at this machine, so a Pod can’t send through it.',
  next: 'Write from: host.',
  final: true
}

const notHere: Obstacle = {
  verdict: 'inconclusive',
  sentence: 'No tunnel can be opened from here.',
  next: 'Verify it in the editor or with the command netlabs.',
  final: true
}

async function endOfPod(
  context: ProbeContext,
  { pod }: Via,
  port: number
): Promise<TunnelEnd | Obstacle> {
  if (!pod) return fromHostOnly
  const found = await findProbePod({ ...context, tools: new Map() }, pod)
  if (isObstacle(found)) return found
  const { cluster, namespace, name } = found
  return { cluster, namespace, name, port }
}

/** The first ready endpoint of the Service's port, and the port that the Pod listens at. */
async function endOfService(
  context: ProbeContext,
  { namespace, name }: NamespacedName,
  port: number
): Promise<TunnelEnd | Obstacle> {
  const { cluster } = context
  const service = await cluster.get(
    { apiVersion: 'v1', kind: 'Service', namespace, name },
    callOptions(context, 10_000)
  )
  stopIfAborted(context)
  if (!service.ok) return obstacleOf(service.error, `read Service ${namespace}/${name}`)
  const entry = itemsOf(recordOf(service.value.spec).ports)
    .map(recordOf)
    .find(one => one.port === port)
  if (!entry)
    return {
      verdict: 'fail',
      sentence: `Service ${namespace}/${name} has no port ${port}.`,
      next: 'Look at the ports of the Service.',
      final: false
    }
  const slices = await cluster.list(
    { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' },
    {
      ...callOptions(context, 10_000),
      namespace,
      labelSelector: `kubernetes.io/service-name=${name}`
    }
  )
  stopIfAborted(context)
  if (!slices.ok) return obstacleOf(slices.error, `list the endpoints of ${namespace}/${name}`)
  for (const slice of slices.value.items.map(recordOf)) {
    const target = itemsOf(slice.ports)
      .map(recordOf)
      .find(one => (stringOf(one.name) ?? '') === (stringOf(entry.name) ?? ''))
    const ready = itemsOf(slice.endpoints)
      .map(recordOf)
      .find(
        one => recordOf(one.conditions).ready !== false && recordOf(one.targetRef).kind === 'Pod'
      )
    const pod = stringOf(recordOf(ready?.targetRef).name)
    const podPort = numberOf(target?.port)
    if (pod !== undefined && podPort !== undefined)
      return { cluster, namespace, name: pod, port: podPort }
  }
  return {
    verdict: 'fail',
    sentence: `Service ${namespace}/${name} has no Pod that is ready.`,
    next: 'Look at the endpoints of the Service, and at its Pods.',
    final: false
  }
}
