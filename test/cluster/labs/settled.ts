import { setTimeout as delay } from 'node:timers/promises'
import type { Cluster } from '../../../src/cluster/cluster.ts'
import type { KubeObject } from '../../../src/model/object.ts'
import { hopeless, problemOfEndpoints } from '../parts/in-step.ts'
import { pick } from '../scene/pick.ts'

const limit = 180_000
const workloads = ['Deployment', 'DaemonSet', 'StatefulSet']

/**
 * Waits until the workloads of these namespaces have come to rest: complete, or stuck in a way that time does
 * not mend, with nobody left that is on its way out and may still answer, and with EndpointSlices that say so.
 * What comes to rest in no way within three minutes is left as it is, because a wrong solution may be just that;
 * a check of a step then sees it.
 */
export async function untilAtRest(cluster: Cluster, namespaces: readonly string[]): Promise<void> {
  const end = Date.now() + limit
  while (Date.now() < end) {
    const open = await Promise.all(namespaces.map(name => isMoving(cluster, name)))
    if (!open.includes(true)) return
    await delay(150)
  }
}

async function isMoving(cluster: Cluster, namespace: string): Promise<boolean> {
  if ((await problemOfEndpoints(cluster, namespace)) !== undefined) return true
  const pods = await itemsOf(cluster, 'v1', 'Pod', namespace)
  if (pods.some(({ metadata }) => metadata.deletionTimestamp !== undefined)) return true
  const moving: KubeObject[] = []
  for (const kind of workloads)
    moving.push(...(await itemsOf(cluster, 'apps/v1', kind, namespace)).filter(isIncomplete))
  if (moving.length === 0) return false
  const stuck = pods.filter(isStuck).length
  return moving.some(one => !hasFailed(one)) && stuck === 0
}

async function itemsOf(
  cluster: Cluster,
  apiVersion: string,
  kind: string,
  namespace: string
): Promise<readonly KubeObject[]> {
  const found = await cluster.list({ apiVersion, kind }, { namespace })
  return found.ok ? found.value.items : []
}

function isIncomplete(one: KubeObject): boolean {
  if (pick(one, 'status.observedGeneration') !== one.metadata.generation) return true
  const isOnNodes = one.kind === 'DaemonSet'
  const wanted = pick(one, isOnNodes ? 'status.desiredNumberScheduled' : 'spec.replicas')
  const available = pick(one, isOnNodes ? 'status.numberAvailable' : 'status.availableReplicas')
  const all = pick(one, isOnNodes ? 'status.currentNumberScheduled' : 'status.replicas')
  return (available ?? 0) !== wanted || (all ?? 0) !== wanted
}

function hasFailed(one: KubeObject): boolean {
  return conditionsOf(one).some(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True'
  )
}

function isStuck(pod: KubeObject): boolean {
  const reasons = (pick(pod, 'status.containerStatuses.*.state.waiting.reason') ?? []) as unknown[]
  const isUnplaced = conditionsOf(pod).some(({ reason }) => reason === 'Unschedulable')
  return isUnplaced || reasons.some(reason => typeof reason === 'string' && hopeless.test(reason))
}

function conditionsOf(
  object: KubeObject
): readonly { readonly type: string; readonly status: string; readonly reason?: string }[] {
  return (pick(object, 'status.conditions') ?? []) as ReturnType<typeof conditionsOf>
}
