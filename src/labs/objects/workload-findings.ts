import { itemsOf, numberOf, recordOf, stringOf, type UnknownRecord } from '../../base/json.ts'
import type { KubeObject } from '../../model/object.ts'
import { isPodReady, isTerminated, type Pod } from '../../model/pod.ts'
import { selects, type LabelSelector } from '../../model/selector.ts'
import { labelsOf, namespaceOf, nameOf } from '../../net/network.ts'
import { count, good, type Finding } from './finding.ts'
import type { ObjectFacts } from './object-facts.ts'

interface Counts {
  readonly wanted: number
  readonly ready: number
  /** Pods of the present template; absent when the rollout is left to a person. */
  readonly updated?: number
}

/** Whether the Pods of a Deployment, ReplicaSet, StatefulSet or DaemonSet are Ready. */
export function workloadFindings(live: KubeObject, facts: ObjectFacts): readonly Finding[] {
  const about = 'Pods ready'
  const { wanted, ready, updated } = countsOf(live)
  const status = recordOf(live.status)
  if ((numberOf(status.observedGeneration) ?? 0) < (live.metadata.generation ?? 0))
    return [
      {
        about,
        verdict: 'fail',
        says: 'was changed, and its controller has not acted on it yet',
        next: 'Wait a few seconds, then verify again.',
        brief: 'not acted on yet'
      }
    ]
  if (updated !== undefined && updated < wanted)
    return [
      {
        about,
        verdict: 'fail',
        says: `is rolling out: ${updated} of ${count(wanted, 'Pod')} run the present template`,
        next: whyNotReady(live, facts) ?? 'Wait for the rollout, then verify again.',
        brief: `${updated} of ${wanted} updated`
      }
    ]
  if (ready < wanted)
    return [
      {
        about,
        verdict: 'fail',
        says: `has ${ready} of ${count(wanted, 'Pod')} Ready`,
        next: whyNotReady(live, facts) ?? 'Look at its Pods and their events.',
        brief: `${ready} of ${wanted} ready`
      }
    ]
  if (wanted > 0) return [good(about, `has ${ready} of ${count(wanted, 'Pod')} Ready`)]
  return live.kind === 'DaemonSet'
    ? [good(about, 'wants no Pod, because no node matches it', 'in sync, no node matches')]
    : [good(about, 'is scaled to zero', 'in sync, 0 replicas')]
}

/** Whether a Pod is Ready, or has done its work. */
export function podFindings(live: KubeObject): readonly Finding[] {
  const pod = live as Pod
  if (pod.status?.phase === 'Succeeded') return [good('Pod ready', 'has run to its end')]
  if (isPodReady(pod)) return [good('Pod ready', 'is Ready')]
  return [
    {
      about: 'Pod ready',
      verdict: 'fail',
      says: `is not Ready: ${reasonOf(pod)}`,
      next: 'Look at its events and the logs of its containers.',
      brief: 'not ready'
    }
  ]
}

export function jobFindings(live: KubeObject): readonly Finding[] {
  const { succeeded, active, failed, conditions } = recordOf(live.status)
  const wanted = numberOf(recordOf(live.spec).completions) ?? 1
  const done = numberOf(succeeded) ?? 0
  const failure = itemsOf(conditions)
    .map(recordOf)
    .find(({ type, status }) => type === 'Failed' && status === 'True')
  if (failure)
    return [
      {
        about: 'completed',
        verdict: 'fail',
        says: `has failed: ${stringOf(failure.message) ?? stringOf(failure.reason) ?? 'no reason given'}`,
        next: 'Look at the logs of its Pods; delete and apply it again after the correction.',
        brief: 'has failed'
      }
    ]
  if (done >= wanted) return [good('completed', `has completed ${done} of ${wanted}`)]
  return [
    {
      about: 'completed',
      verdict: 'fail',
      says: `has completed ${done} of ${wanted}, ${numberOf(active) ?? 0} active, ${numberOf(failed) ?? 0} failed`,
      next: 'Wait for its Pods, then verify again.',
      brief: `${done} of ${wanted} completed`
    }
  ]
}

function countsOf({ kind, spec, status }: KubeObject): Counts {
  const is = recordOf(status)
  const should = recordOf(spec)
  if (kind === 'DaemonSet')
    return {
      wanted: numberOf(is.desiredNumberScheduled) ?? 0,
      ready: numberOf(is.numberReady) ?? 0,
      ...(rolls(should.updateStrategy) && { updated: numberOf(is.updatedNumberScheduled) ?? 0 })
    }
  const rollsOut =
    kind === 'Deployment'
      ? should.paused !== true
      : kind === 'StatefulSet' && rolls(should.updateStrategy)
  return {
    wanted: numberOf(should.replicas) ?? 1,
    ready: numberOf(is.readyReplicas) ?? 0,
    ...(rollsOut && { updated: numberOf(is.updatedReplicas) ?? 0 })
  }
}

/** OnDelete and partitions leave old Pods on purpose. */
function rolls(strategy: unknown): boolean {
  const { type, rollingUpdate } = recordOf(strategy)
  return type !== 'OnDelete' && (numberOf(recordOf(rollingUpdate).partition) ?? 0) === 0
}

function whyNotReady(live: KubeObject, { network }: ObjectFacts): string | undefined {
  const selector = recordOf(live.spec).selector as LabelSelector | undefined
  if (!selector) return undefined
  const waiting = network
    .podsIn(namespaceOf(live))
    .find(pod => selects(selector, labelsOf(pod)) && !isTerminated(pod) && !isPodReady(pod))
  return waiting && `Look at Pod ${nameOf(waiting)}: ${reasonOf(waiting)}.`
}

function reasonOf(pod: Pod): string {
  if (pod.metadata.deletionTimestamp !== undefined) return 'it is being deleted'
  const status = recordOf(pod.status)
  const waiting = itemsOf(status.containerStatuses)
    .map(container => recordOf(recordOf(recordOf(container).state).waiting))
    .find(({ reason }) => reason !== undefined)
  if (waiting) return worded(waiting)
  const held = itemsOf(status.conditions)
    .map(recordOf)
    .find(({ status: is, message }) => is === 'False' && message !== undefined)
  return held ? worded(held) : `it is ${stringOf(status.phase) ?? 'Pending'}`
}

function worded({ reason, message }: UnknownRecord): string {
  return [stringOf(reason), stringOf(message)?.replace(/\.$/, '')]
    .filter(part => part !== undefined && part !== '')
    .join(', ')
}
