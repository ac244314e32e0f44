import { recordOf, stringOf } from '../../base/json.ts'
import { isPodReady, type Pod } from '../../model/pod.ts'
import type { StatefulSet } from '../../model/workloads.ts'
import type { Backend } from '../backend.ts'
import {
  activePods,
  claimedBy,
  createPod,
  deletePod,
  withoutZeros,
  writeStatus
} from './pods-of.ts'
import { templateHash } from './template-hash.ts'

const revisionLabel = 'controller-revision-hash'

/** Keeps the numbered Pods of each StatefulSet: up in order, each once its predecessor is ready. */
export function reconcileStatefulSets(backend: Backend): void {
  for (const set of backend.store.list('apps/statefulsets') as StatefulSet[])
    reconcile(backend, set)
}

function reconcile(backend: Backend, set: StatefulSet): void {
  const { name = '' } = set.metadata
  const wanted = set.spec?.replicas ?? 1
  const revision = `${name}-${templateHash(set.spec?.template)}`
  const claim = (): Pod[] => claimedBy(backend, set, '/pods', set.spec?.selector ?? {}) as Pod[]
  const pods = new Map(claim().map(pod => [pod.metadata.name ?? '', pod]))
  if (set.metadata.deletionTimestamp === undefined) {
    if (!createMissing(backend, set, pods, wanted, revision))
      replaceOld(backend, [...pods.values()], wanted, name, revision)
    removeSurplus(backend, [...pods.values()], wanted, name)
  }
  const live = activePods(claim())
  const current = live.filter(pod => pod.metadata.labels?.[revisionLabel] === revision)
  const ready = live.filter(isPodReady).length
  const done = current.length === live.length
  const oldRevision = stringOf(recordOf(set.status).currentRevision) ?? revision
  writeStatus(backend, set, {
    replicas: live.length,
    availableReplicas: ready,
    collisionCount: 0,
    currentRevision: done ? revision : oldRevision,
    updateRevision: revision,
    ...withoutZeros({
      readyReplicas: ready,
      currentReplicas: done ? live.length : live.length - current.length,
      updatedReplicas: current.length,
      observedGeneration: set.metadata.generation
    })
  })
}

/** Creates what is missing; gives whether the set is still on its way up. */
function createMissing(
  backend: Backend,
  set: StatefulSet,
  pods: ReadonlyMap<string, Pod>,
  wanted: number,
  revision: string
): boolean {
  const { name = '' } = set.metadata
  const inParallel = recordOf(set.spec).podManagementPolicy === 'Parallel'
  const subdomain = stringOf(recordOf(set.spec).serviceName)
  let missing = false
  for (let i = 0; i < wanted; i++) {
    const podName = `${name}-${i}`
    const pod = pods.get(podName)
    if (!pod) {
      createPod(backend, set, podName, set.spec?.template ?? {}, {
        labels: {
          'apps.kubernetes.io/pod-index': String(i),
          'statefulset.kubernetes.io/pod-name': podName,
          [revisionLabel]: revision
        },
        spec: {
          hostname: podName,
          ...(subdomain !== undefined && subdomain !== '' && { subdomain })
        }
      })
      missing = true
    }
    if (!inParallel && (!pod || !isPodReady(pod))) return true
  }
  return missing
}

/** Replaces Pods of an older template from the last to the first, one at a time. */
function replaceOld(
  backend: Backend,
  pods: readonly Pod[],
  wanted: number,
  name: string,
  revision: string
): void {
  for (let i = wanted - 1; i >= 0; i--) {
    const pod = pods.find(one => one.metadata.name === `${name}-${i}`)
    if (!pod || pod.metadata.labels?.[revisionLabel] === revision) continue
    deletePod(backend, pod)
    return
  }
}

function removeSurplus(backend: Backend, pods: readonly Pod[], wanted: number, name: string): void {
  const ordinal = (pod: Pod): number => Number((pod.metadata.name ?? '').slice(name.length + 1))
  const surplus = pods.filter(pod => ordinal(pod) >= wanted)
  const last = surplus.sort((a, b) => ordinal(b) - ordinal(a))[0]
  if (last) deletePod(backend, last)
}
