import { isPodReady } from '../../model/pod.ts'
import { matchesLabels } from '../../model/selector.ts'
import type { ReplicaSet } from '../../model/workloads.ts'
import { type Backend, randomSuffix } from '../backend.ts'
import {
  activePods,
  claimedBy,
  createPod,
  deletePod,
  inOrderOfDeletion,
  refusalOf,
  withCondition,
  withoutZeros,
  writeStatus
} from './pods-of.ts'

/** Keeps as many Pods of each ReplicaSet as it asks for. */
export function reconcileReplicaSets(backend: Backend): void {
  for (const set of backend.store.list('apps/replicasets') as ReplicaSet[]) reconcile(backend, set)
}

function reconcile(backend: Backend, set: ReplicaSet): void {
  const { name = '' } = set.metadata
  const wanted = set.spec?.replicas ?? 1
  const template = set.spec?.template ?? {}
  let pods = activePods(claimedBy(backend, set, '/pods', set.spec?.selector ?? {}))
  if (set.metadata.deletionTimestamp === undefined) {
    for (let i = pods.length; i < wanted; i++)
      createPod(backend, set, `${name}-${randomSuffix(backend)}`, template, {
        generateName: `${name}-`
      })
    for (const pod of inOrderOfDeletion(pods).slice(0, Math.max(0, pods.length - wanted)))
      deletePod(backend, pod)
    pods = activePods(claimedBy(backend, set, '/pods', set.spec?.selector ?? {}))
  }
  const ready = pods.filter(isPodReady).length
  const labels = template.metadata?.labels ?? {}
  const status = withoutZeros({
    fullyLabeledReplicas: pods.filter(pod => matchesLabels(labels, pod.metadata.labels ?? {}))
      .length,
    readyReplicas: ready,
    availableReplicas: ready,
    observedGeneration: set.metadata.generation
  })
  const failure = pods.length < wanted ? refusalOf(backend, set) : undefined
  const conditions =
    failure === undefined
      ? undefined
      : withCondition(backend, set.status?.conditions, {
          type: 'ReplicaFailure',
          status: 'True',
          reason: 'FailedCreate',
          message: failure
        })
  writeStatus(backend, set, { replicas: pods.length, ...status, ...(conditions && { conditions }) })
}
