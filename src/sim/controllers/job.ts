import { numberOf, recordOf } from '../../base/json.ts'
import { isPodReady, type Pod } from '../../model/pod.ts'
import type { Condition } from '../../model/kinds.ts'
import type { KubeObject } from '../../model/object.ts'
import { type Backend, randomSuffix, timestamp } from '../backend.ts'
import {
  activePods,
  claimedBy,
  createPod,
  withCondition,
  withoutZeros,
  writeStatus
} from './pods-of.ts'

/** Runs the Pods of each Job until enough have succeeded or too many have failed. */
export function reconcileJobs(backend: Backend): void {
  for (const job of backend.store.list('batch/jobs')) reconcile(backend, job)
}

function reconcile(backend: Backend, job: KubeObject): void {
  const spec = recordOf(job.spec)
  const status = recordOf(job.status)
  const { name = '' } = job.metadata
  const parallelism = numberOf(spec.parallelism) ?? 1
  const completions = numberOf(spec.completions) ?? 1
  const limit = numberOf(spec.backoffLimit) ?? 6
  const pods = claimedBy(backend, job, '/pods', spec.selector ?? {}) as Pod[]
  const succeeded = pods.filter(pod => pod.status?.phase === 'Succeeded').length
  const failed = pods.filter(pod => pod.status?.phase === 'Failed').length
  const active = activePods(pods)
  const ended = status.completionTime !== undefined || isFailed(status.conditions)
  const over = failed > limit
  if (!ended && !over && spec.suspend !== true && job.metadata.deletionTimestamp === undefined) {
    const wanted = Math.min(parallelism, completions - succeeded) - active.length
    for (let i = 0; i < wanted; i++)
      createPod(backend, job, `${name}-${randomSuffix(backend)}`, spec.template ?? {}, {
        generateName: `${name}-`
      })
  }
  const conditions = conditionsOf(backend, status.conditions as Condition[] | undefined, {
    complete: succeeded >= completions,
    over
  })
  const live = activePods(claimedBy(backend, job, '/pods', spec.selector ?? {}))
  writeStatus(backend, job, {
    ...status,
    ...withoutZeros({ succeeded, failed }),
    active: live.length === 0 ? undefined : live.length,
    ready: live.filter(isPodReady).length,
    startTime: status.startTime ?? timestamp(backend),
    ...(succeeded >= completions && {
      completionTime: status.completionTime ?? timestamp(backend)
    }),
    ...(conditions.length > 0 && { conditions })
  })
}

function isFailed(conditions: unknown): boolean {
  return (
    Array.isArray(conditions) &&
    (conditions as Condition[]).some(one => one.type === 'Failed' && one.status === 'True')
  )
}

function conditionsOf(
  backend: Backend,
  before: Condition[] | undefined,
  state: { readonly complete: boolean; readonly over: boolean }
): Condition[] {
  const list = before ?? []
  if (state.complete) {
    const reason = 'CompletionsReached'
    const message = 'Reached expected number of succeeded pods'
    const criteria = withCondition(backend, list, {
      type: 'SuccessCriteriaMet',
      status: 'True',
      reason,
      message
    })
    return withCondition(backend, criteria, { type: 'Complete', status: 'True', reason, message })
  }
  if (!state.over) return list
  return withCondition(backend, list, {
    type: 'Failed',
    status: 'True',
    reason: 'BackoffLimitExceeded',
    message: 'Job has reached the specified backoff limit'
  })
}
