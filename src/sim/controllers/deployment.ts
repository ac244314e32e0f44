import { withoutFields } from '../../api/merge/without-fields.ts'
import { recordOf } from '../../base/json.ts'
import type { IntOrString } from '../../model/int-or-string.ts'
import type { Condition } from '../../model/kinds.ts'
import type { KubeObject } from '../../model/object.ts'
import type { Deployment, PodTemplateSpec, ReplicaSet } from '../../model/workloads.ts'
import { type Backend, createByController, updateByController } from '../backend.ts'
import { resourceOf } from '../backend.ts'
import { deleteObject } from '../deletion.ts'
import {
  activePods,
  claimedBy,
  isControlledBy,
  ownerReferenceTo,
  withCondition,
  withoutZeros,
  writeStatus
} from './pods-of.ts'
import { hashLabel, templateHash } from './template-hash.ts'

const revisionAnnotation = 'deployment.kubernetes.io/revision'

/** Moves each Deployment from its old ReplicaSets to the one of its present template. */
export function reconcileDeployments(backend: Backend): void {
  for (const deployment of backend.store.list('apps/deployments') as Deployment[])
    reconcile(backend, deployment)
}

function reconcile(backend: Backend, deployment: Deployment): void {
  const { spec = {} } = deployment
  const sets = claimedBy(
    backend,
    deployment,
    'apps/replicasets',
    spec.selector ?? {}
  ) as ReplicaSet[]
  if (deployment.metadata.deletionTimestamp !== undefined) {
    writeDeploymentStatus(backend, deployment, sets, undefined)
    return
  }
  const hash = templateHash(spec.template)
  const current = sets.find(set => set.metadata.labels?.[hashLabel] === hash)
  if (spec.paused === true) {
    if (current) scale(backend, current, spec.replicas ?? 1)
    writeDeploymentStatus(backend, deployment, sets, current)
    return
  }
  const newest = withRevision(
    backend,
    deployment,
    sets,
    current ?? createSet(backend, deployment, hash)
  )
  const old = sets.filter(set => set.metadata.uid !== newest.metadata.uid)
  if (recordOf(spec.strategy).type === 'Recreate') recreate(backend, deployment, newest, old)
  else roll(backend, deployment, newest, old)
  trimHistory(backend, deployment, old)
  const live = (
    backend.store.list('apps/replicasets', deployment.metadata.namespace) as ReplicaSet[]
  ).filter(set => isControlledBy(set, deployment))
  writeDeploymentStatus(
    backend,
    deployment,
    live,
    live.find(set => set.metadata.uid === newest.metadata.uid)
  )
}

function createSet(backend: Backend, deployment: Deployment, hash: string): ReplicaSet {
  const { spec = {}, metadata } = deployment
  const template: PodTemplateSpec = spec.template ?? {}
  const labels = { ...template.metadata?.labels, [hashLabel]: hash }
  const set: KubeObject = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${metadata.name ?? ''}-${hash}`,
      ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
      labels,
      annotations: {},
      ownerReferences: [ownerReferenceTo(deployment)],
      generation: 1
    },
    spec: {
      replicas: 0,
      ...(spec.minReadySeconds !== undefined && { minReadySeconds: spec.minReadySeconds }),
      selector: {
        ...spec.selector,
        matchLabels: { ...spec.selector?.matchLabels, [hashLabel]: hash }
      },
      template: { ...template, metadata: { ...template.metadata, labels } }
    },
    status: { replicas: 0 }
  }
  return createByController(backend, set) as ReplicaSet
}

/** The present ReplicaSet carries the highest revision, also when an old one comes back by a rollback. */
function withRevision(
  backend: Backend,
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  newest: ReplicaSet
): ReplicaSet {
  const revisionOf = (set: KubeObject): number =>
    Number(set.metadata.annotations?.[revisionAnnotation] ?? 0)
  const others = sets.filter(set => set.metadata.uid !== newest.metadata.uid).map(revisionOf)
  const highest = Math.max(0, ...others)
  const own = revisionOf(newest)
  const revision = String(own > highest ? own : highest + 1)
  const { desired, max } = bounds(deployment)
  const annotations = {
    ...inheritedAnnotations(deployment),
    'deployment.kubernetes.io/desired-replicas': String(desired),
    'deployment.kubernetes.io/max-replicas': String(max),
    [revisionAnnotation]: revision
  }
  annotate(backend, deployment, { [revisionAnnotation]: revision })
  return annotate(backend, newest, annotations) as ReplicaSet
}

function inheritedAnnotations(deployment: Deployment): Record<string, string> {
  return withoutFields(
    { ...deployment.metadata.annotations },
    'kubectl.kubernetes.io/last-applied-configuration'
  )
}

function annotate(
  backend: Backend,
  object: KubeObject,
  wanted: Readonly<Record<string, string>>
): KubeObject {
  const { annotations = {} } = object.metadata
  if (Object.entries(wanted).every(([key, value]) => annotations[key] === value)) return object
  return updateByController(backend, {
    ...object,
    metadata: { ...object.metadata, annotations: { ...annotations, ...wanted } }
  })
}

interface Bounds {
  readonly desired: number
  /** Pods of all revisions together. */
  readonly max: number
  /** Available Pods of all revisions together. */
  readonly min: number
}

function bounds(deployment: Deployment): Bounds {
  const desired = deployment.spec?.replicas ?? 1
  const rolling = recordOf(recordOf(deployment.spec?.strategy).rollingUpdate)
  const surge = share((rolling.maxSurge ?? '25%') as IntOrString, desired, Math.ceil)
  let unavailable = share((rolling.maxUnavailable ?? '25%') as IntOrString, desired, Math.floor)
  // Both zero would never move; the API server refuses it, rounding can still make it so.
  if (surge === 0 && unavailable === 0) unavailable = 1
  const recreate = recordOf(deployment.spec?.strategy).type === 'Recreate'
  return {
    desired,
    max: recreate ? desired : desired + surge,
    min: Math.max(0, desired - unavailable)
  }
}

function share(value: IntOrString, of: number, round: (value: number) => number): number {
  return typeof value === 'number' ? value : round((Number.parseInt(value, 10) * of) / 100)
}

function wantedOf(set: ReplicaSet): number {
  return set.spec?.replicas ?? 0
}

function availableOf(set: ReplicaSet): number {
  return set.status?.availableReplicas ?? 0
}

function sum(sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number): number {
  return sets.reduce((total, set) => total + count(set), 0)
}

/** One step of a rolling update: up within the surge, down within what may be unavailable. */
function roll(
  backend: Backend,
  deployment: Deployment,
  newest: ReplicaSet,
  old: readonly ReplicaSet[]
): void {
  const { desired, max, min } = bounds(deployment)
  const room = max - sum(old, wantedOf) - wantedOf(newest)
  const up =
    wantedOf(newest) >= desired ? desired : Math.min(desired, wantedOf(newest) + Math.max(0, room))
  scale(backend, newest, up)

  // Old Pods that are not available are no loss; then as many as the minimum lets go.
  let spare = sum(old, availableOf) + availableOf(newest) - min
  for (const set of old) {
    const broken = Math.max(0, wantedOf(set) - availableOf(set))
    const healthy = Math.min(availableOf(set), Math.max(0, spare))
    spare -= healthy
    scale(backend, set, Math.max(0, wantedOf(set) - broken - healthy))
  }
}

function recreate(
  backend: Backend,
  deployment: Deployment,
  newest: ReplicaSet,
  old: readonly ReplicaSet[]
): void {
  const { desired } = bounds(deployment)
  for (const set of old) scale(backend, set, 0)
  const left = old.flatMap(set => claimedBy(backend, set, '/pods', set.spec?.selector ?? {}))
  if (left.length === 0) scale(backend, newest, desired)
}

function scale(backend: Backend, set: ReplicaSet, replicas: number): void {
  const live = backend.store.get(
    'apps/replicasets',
    set.metadata.namespace,
    set.metadata.name ?? ''
  )
  if (!live || recordOf(live.spec).replicas === replicas) return
  updateByController(backend, {
    ...live,
    metadata: { ...live.metadata, generation: (live.metadata.generation ?? 0) + 1 },
    spec: { ...recordOf(live.spec), replicas }
  })
}

function trimHistory(backend: Backend, deployment: Deployment, old: readonly ReplicaSet[]): void {
  const limit = recordOf(deployment.spec).revisionHistoryLimit
  const kept = typeof limit === 'number' ? limit : 10
  const idle = old
    .filter(set => wantedOf(set) === 0 && (set.status?.replicas ?? 0) === 0)
    .sort(
      (a, b) =>
        Number(a.metadata.annotations?.[revisionAnnotation] ?? 0) -
        Number(b.metadata.annotations?.[revisionAnnotation] ?? 0)
    )
  for (const set of idle.slice(0, Math.max(0, idle.length - kept)))
    deleteObject(backend, resourceOf(backend, set), set)
}

function writeDeploymentStatus(
  backend: Backend,
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  newest: ReplicaSet | undefined
): void {
  const { desired, min } = bounds(deployment)
  const available = sum(sets, availableOf)
  const replicas = sum(sets, set => set.status?.replicas ?? 0)
  const updated = newest?.status?.replicas ?? 0
  const numbers = withoutZeros({
    observedGeneration: deployment.metadata.generation,
    replicas,
    updatedReplicas: updated,
    readyReplicas: sum(sets, set => set.status?.readyReplicas ?? 0),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, Math.max(desired, replicas) - available)
  })
  const availableCondition: Condition =
    available >= min
      ? {
          type: 'Available',
          status: 'True',
          reason: 'MinimumReplicasAvailable',
          message: 'Deployment has minimum availability.'
        }
      : {
          type: 'Available',
          status: 'False',
          reason: 'MinimumReplicasUnavailable',
          message: 'Deployment does not have minimum availability.'
        }
  const done =
    newest !== undefined && updated === desired && replicas === desired && available === desired
  const progressing: Condition = {
    type: 'Progressing',
    status: deployment.spec?.paused === true ? 'Unknown' : 'True',
    reason:
      deployment.spec?.paused === true
        ? 'DeploymentPaused'
        : done
          ? 'NewReplicaSetAvailable'
          : 'ReplicaSetUpdated',
    message:
      deployment.spec?.paused === true
        ? 'Deployment is paused'
        : `ReplicaSet "${newest?.metadata.name ?? ''}" ${done ? 'has successfully progressed' : 'is progressing'}.`
  }
  let conditions = withCondition(backend, deployment.status?.conditions, availableCondition, true)
  conditions = withCondition(backend, conditions, progressing, true)
  conditions = withFailure(backend, conditions, newest)
  const terminating = countTerminating(backend, sets)
  writeStatus(backend, deployment, {
    ...numbers,
    ...(terminating > 0 && { terminatingReplicas: terminating }),
    conditions
  })
}

/** What keeps the newest ReplicaSet from its Pods is told by the Deployment too. */
function withFailure(
  backend: Backend,
  conditions: readonly Condition[],
  newest: ReplicaSet | undefined
): Condition[] {
  const failure = newest?.status?.conditions?.find(one => one.type === 'ReplicaFailure')
  if (failure) return withCondition(backend, conditions, failure, true)
  return conditions.filter(one => one.type !== 'ReplicaFailure')
}

function countTerminating(backend: Backend, sets: readonly ReplicaSet[]): number {
  return sets.reduce((total, set) => {
    const pods = backend.store
      .list('/pods', set.metadata.namespace)
      .filter(pod => isControlledBy(pod, set))
    return total + pods.length - activePods(pods).length
  }, 0)
}
