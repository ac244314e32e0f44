import { itemsOf, recordOf } from '../base/json.ts'
import type { KubeObject } from '../model/object.ts'
import { formatSelector, type LabelSelector } from '../model/selector.ts'
import type { ProbeClient } from './lab-definition.generated.ts'
import { obstacleOf, type Obstacle } from './obstacle.ts'
import { callOptions, stopIfAborted, type ProbeContext } from './probe-context.ts'

/** A running Pod that a probe can be sent from. */
export interface ProbePod {
  readonly namespace: string
  readonly name: string
  readonly container?: string
  readonly object: KubeObject
}

/** The Pod of the client workload, or what is in the way. A Pod that is being deleted is not taken. */
export async function findProbePod(
  context: ProbeContext,
  client: ProbeClient
): Promise<ProbePod | Obstacle> {
  const [kind, name = ''] = client.workload.split('/')
  return kind === 'pod'
    ? findByName(context, client, name)
    : findOfDeployment(context, client, name)
}

async function findByName(
  context: ProbeContext,
  client: ProbeClient,
  name: string
): Promise<ProbePod | Obstacle> {
  const { namespace } = client
  const answer = await context.cluster.get(
    { apiVersion: 'v1', kind: 'Pod', namespace, name },
    callOptions(context, 10_000)
  )
  stopIfAborted(context)
  if (!answer.ok)
    return answer.error.reason === 'not-found'
      ? notThere(`Pod ${namespace}/${name}`)
      : obstacleOf(answer.error, `read Pod ${namespace}/${name}`)
  return isReady(answer.value) ? podOf(client, answer.value) : notReady(`Pod ${namespace}/${name}`)
}

async function findOfDeployment(
  context: ProbeContext,
  client: ProbeClient,
  name: string
): Promise<ProbePod | Obstacle> {
  const { namespace } = client
  const title = `Deployment ${namespace}/${name}`
  const deployment = await context.cluster.get(
    { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name },
    callOptions(context, 10_000)
  )
  stopIfAborted(context)
  if (!deployment.ok)
    return deployment.error.reason === 'not-found'
      ? notThere(title)
      : obstacleOf(deployment.error, `read ${title}`)
  const selector = recordOf(deployment.value.spec).selector as LabelSelector | undefined
  const pods = await context.cluster.list(
    { apiVersion: 'v1', kind: 'Pod' },
    {
      ...callOptions(context, 10_000),
      namespace,
      ...(selector && { labelSelector: formatSelector(selector) })
    }
  )
  stopIfAborted(context)
  if (!pods.ok) return obstacleOf(pods.error, `list the Pods of ${title}`)
  const pod = pods.value.items.find(isReady)
  return pod ? podOf(client, pod) : notReady(title)
}

function podOf(client: ProbeClient, object: KubeObject): ProbePod {
  return {
    namespace: client.namespace,
    name: object.metadata.name ?? '',
    ...(client.container !== undefined && { container: client.container }),
    object
  }
}

/** Ready by its condition, and not on its way out. */
export function isReady(pod: KubeObject): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false
  return itemsOf(recordOf(pod.status).conditions)
    .map(recordOf)
    .some(({ type, status }) => type === 'Ready' && status === 'True')
}

function notThere(title: string): Obstacle {
  return {
    verdict: 'blocked',
    sentence: `${title}, from which the probe is sent, is not in the cluster.`,
    next: 'Apply the manifests of the lab’s first step, then verify again.',
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
