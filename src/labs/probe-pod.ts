import { itemsOf, recordOf, stringOf } from '../base/json.ts'
import type { KubeObject } from '../model/object.ts'
import { formatSelector, type LabelSelector } from '../model/selector.ts'
import type { LabCluster } from './lab-cluster.ts'
import type { NodeOf, ProbeClient } from './lab-definition.generated.ts'
import { obstacleOf, type Obstacle } from './obstacle.ts'
import { callOptions, stopIfAborted, type ProbeContext } from './probe-context.ts'

/** A running Pod that a probe can be sent from. */
export interface ProbePod {
  readonly namespace: string
  readonly name: string
  readonly container?: string
  /** The container was added to the Pod for this probe. */
  readonly joined?: boolean
  /** The Pod that this one of ours stands in for. */
  readonly twinOf?: string
  /** It is in the second cluster. */
  readonly inOther?: boolean
  readonly object: KubeObject
  readonly cluster: LabCluster
}

/** The Pod of the client workload, or what is in the way. A Pod that is being deleted is not taken. */
export async function findProbePod(
  context: ProbeContext,
  client: ProbeClient
): Promise<ProbePod | Obstacle> {
  const [kind = '', name = ''] = client.workload.split('/')
  const cluster = client.cluster === 'other' ? context.other : context.cluster
  if (!cluster) return noOtherCluster
  return kind === 'pod'
    ? findByName(context, cluster, client, name)
    : findOfWorkload(context, cluster, client, kind, name)
}

async function findByName(
  context: ProbeContext,
  cluster: LabCluster,
  client: ProbeClient,
  name: string
): Promise<ProbePod | Obstacle> {
  const { namespace } = client
  const answer = await cluster.get(
    { apiVersion: 'v1', kind: 'Pod', namespace, name },
    callOptions(context, 10_000)
  )
  stopIfAborted(context)
  if (!answer.ok)
    return answer.error.reason === 'not-found'
      ? notThere(`Pod ${namespace}/${name}`)
      : obstacleOf(answer.error, `read Pod ${namespace}/${name}`)
  return isReady(answer.value)
    ? podOf(context, cluster, client, answer.value)
    : notReady(`Pod ${namespace}/${name}`)
}

async function findOfWorkload(
  context: ProbeContext,
  cluster: LabCluster,
  client: ProbeClient,
  short: string,
  name: string
): Promise<ProbePod | Obstacle> {
  const { namespace } = client
  const beside = client.nodeOf && (await nodeOf(context, client.nodeOf, client.cluster))
  if (typeof beside === 'object') return beside
  const kind = workloadKinds[short] ?? 'Deployment'
  const title = `${kind} ${namespace}/${name}`
  const workload = await cluster.get(
    { apiVersion: 'apps/v1', kind, namespace, name },
    callOptions(context, 10_000)
  )
  stopIfAborted(context)
  if (!workload.ok)
    return workload.error.reason === 'not-found'
      ? notThere(title)
      : obstacleOf(workload.error, `read ${title}`)
  const selector = recordOf(workload.value.spec).selector as LabelSelector | undefined
  const pods = await cluster.list(
    { apiVersion: 'v1', kind: 'Pod' },
    {
      ...callOptions(context, 10_000),
      namespace,
      ...(selector && { labelSelector: formatSelector(selector) })
    }
  )
  stopIfAborted(context)
  if (!pods.ok) return obstacleOf(pods.error, `list the Pods of ${title}`)
  const pod = pods.value.items.find(
    one => isReady(one) && (beside === undefined || recordOf(one.spec).nodeName === beside)
  )
  if (pod) return podOf(context, cluster, client, pod)
  return notReady(beside === undefined ? title : `${title} on node ${beside}`)
}

/** The node of another workload's Pod, or what is in the way. */
async function nodeOf(
  context: ProbeContext,
  { namespace, workload }: NodeOf,
  cluster: ProbeClient['cluster']
): Promise<string | Obstacle> {
  const pod = await findProbePod(
    { ...context, tools: new Map() },
    { namespace, workload, ...(cluster && { cluster }) }
  )
  if (!('object' in pod)) return pod
  return stringOf(recordOf(pod.object.spec).nodeName) ?? ''
}

const workloadKinds: Readonly<Record<string, string>> = {
  deploy: 'Deployment',
  sts: 'StatefulSet',
  ds: 'DaemonSet'
}

function podOf(
  { tools, itself = false }: ProbeContext,
  cluster: LabCluster,
  client: ProbeClient,
  object: KubeObject
): ProbePod {
  const { name = '' } = object.metadata
  const standIn =
    client.container === undefined
      ? tools.get(placeKey({ namespace: client.namespace, name, cluster }))
      : undefined
  if (standIn && (standIn.twinOf === undefined || !itself)) return standIn
  const container = client.container ?? usualContainer(object)
  return {
    namespace: client.namespace,
    name,
    ...(client.cluster === 'other' && { inOther: true }),
    ...(container !== undefined && { container }),
    object,
    cluster
  }
}

/** Tells a Pod from all others of the two clusters. */
export function placeKey({
  namespace,
  name,
  cluster
}: Pick<ProbePod, 'namespace' | 'name' | 'cluster'>): string {
  return `${cluster.context} ${namespace}/${name}`
}

/**
 * The container that kubectl would take: the one of the annotation, or the first. An API server refuses to run a
 * command in a Pod of several without a name. Undefined: there is one alone.
 * https://kubernetes.io/docs/reference/labels-annotations-taints/#kubectl-kubernetes-io-default-container
 */
function usualContainer({ metadata, spec }: KubeObject): string | undefined {
  const names = itemsOf(recordOf(spec).containers).map(one => stringOf(recordOf(one).name))
  if (names.length < 2) return undefined
  const chosen = metadata.annotations?.['kubectl.kubernetes.io/default-container']
  return names.find(name => name === chosen) ?? names[0]
}

/** Ready by its condition, and not on its way out. */
export function isReady(pod: KubeObject): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false
  return itemsOf(recordOf(pod.status).conditions)
    .map(recordOf)
    .some(({ type, status }) => type === 'Ready' && status === 'True')
}

export const noOtherCluster: Obstacle = {
  verdict: 'blocked',
  sentence: 'Blocked, because this lab needs a second cluster, and none is chosen.',
  next: 'Choose a context for the second cluster, then verify again.',
  final: true
}

function notThere(title: string): Obstacle {
  return {
    verdict: 'blocked',
    sentence: `Blocked, because ${title}, from which the probe is sent, is not in the cluster.`,
    next: 'Apply the manifests of the lab up to this step, then verify again.',
    final: true
  }
}

function notReady(title: string): Obstacle {
  return {
    verdict: 'inconclusive',
    sentence: `${title}, from which the probe is sent, has no Pod that is Ready.`,
    next: `Look at the Pods of ${title} and their events.`,
    final: false
  }
}
