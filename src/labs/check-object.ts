import { itemsOf, numberOf, recordOf } from '../base/json.ts'
import type { KubeObject } from '../model/object.ts'
import { selects, type LabelSelector } from '../model/selector.ts'
import { sampleOf, type Sample } from './check-outcome.ts'
import type { LabAnswer } from './lab-cluster.ts'
import type { ObjectCheck } from './lab-definition.generated.ts'
import { obstacleOf } from './obstacle.ts'
import { callOptions, stopIfAborted, type ProbeContext } from './probe-context.ts'
import { isReady } from './probe-pod.ts'
import type { Probe } from './step-result.ts'

/** One look at the object of an `object` check. */
export async function sampleObject(context: ProbeContext, check: ObjectCheck): Promise<Sample> {
  const { apiVersion, kind, namespace, name } = check.object
  const title = `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`
  const at = context.clock.now()
  const answer = await context.cluster.get(
    { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) },
    callOptions(context, 10_000)
  )
  stopIfAborted(context)
  const probe = (result: string, isWanted: boolean): Probe => ({
    role: 'object',
    from: 'API server',
    to: title,
    what: `kubectl${namespace === undefined ? '' : ` -n ${namespace}`} get ${kind.toLowerCase()} ${name} -o yaml`,
    result,
    outcome: isWanted ? 'reached' : 'other',
    at,
    took: context.clock.now() - at
  })
  if (!answer.ok) {
    if (answer.error.reason !== 'not-found')
      return sampleOf(obstacleOf(answer.error, `read ${title}`), [])
    return {
      verdict: 'fail',
      sentence: `${title} is not in the cluster.`,
      next: 'Apply the manifests of this step, then verify again.',
      probes: [probe('not there', false)],
      final: true
    }
  }
  const state = await stateOf(context, answer.value, check)
  if (!state.ok) return sampleOf(obstacleOf(state.error, `read what belongs to ${title}`), [])
  const { isWanted, text, next } = state.value
  return {
    verdict: isWanted ? 'pass' : 'fail',
    sentence: `${title} ${text}.`,
    ...(!isWanted && { next }),
    probes: [probe(text, isWanted)]
  }
}

interface State {
  readonly isWanted: boolean
  /** Goes on after the object's name. */
  readonly text: string
  readonly next: string
}

async function stateOf(
  context: ProbeContext,
  object: KubeObject,
  { expect }: ObjectCheck
): LabAnswer<State> {
  if (object.metadata.deletionTimestamp !== undefined)
    return known(false, 'is being deleted', 'Wait until it is gone, then apply it again.')
  switch (expect) {
    case 'exists':
      return known(true, 'is there', '')
    case 'ready':
      return { ok: true, value: readiness(object) }
    case 'selects':
      return object.kind === 'NetworkPolicy'
        ? await selectedPods(context, object)
        : await readyEndpoints(context, object)
  }
}

function known(isWanted: boolean, text: string, next: string): { ok: true; value: State } {
  return { ok: true, value: { isWanted, text, next } }
}

function readiness(object: KubeObject): State {
  const status = recordOf(object.status)
  const spec = recordOf(object.spec)
  switch (object.kind) {
    case 'Deployment': {
      const wanted = numberOf(spec.replicas) ?? 1
      const available = numberOf(status.availableReplicas) ?? 0
      const isCurrent =
        (numberOf(status.observedGeneration) ?? 0) >= (object.metadata.generation ?? 0)
      if (!isCurrent)
        return {
          isWanted: false,
          text: 'has a change that its controller has not seen yet',
          next: 'Wait a moment, then verify again. If it stays so, look whether the controller manager runs.'
        }
      return {
        isWanted: wanted > 0 && available >= wanted,
        text: `has ${available} of ${wanted} Pods available`,
        next:
          wanted === 0 ? 'Scale it to one replica or more.' : 'Look at its Pods and their events.'
      }
    }
    case 'Namespace':
      return {
        isWanted: status.phase === 'Active',
        text: `is ${typeof status.phase === 'string' ? status.phase : 'without a phase'}`,
        next: 'Wait until it is gone, then apply it again.'
      }
    case 'Pod':
      return {
        isWanted: isReady(object),
        text: isReady(object) ? 'is Ready' : 'is not Ready',
        next: 'Look at its events.'
      }
    default:
      return {
        isWanted: false,
        text: `is a ${object.kind}, which has no readiness that this check knows`,
        next: 'Use “exists” for this kind.'
      }
  }
}

async function readyEndpoints(context: ProbeContext, service: KubeObject): LabAnswer<State> {
  const slices = await context.cluster.list(
    { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' },
    {
      ...callOptions(context, 10_000),
      namespace: service.metadata.namespace ?? 'default',
      labelSelector: `kubernetes.io/service-name=${service.metadata.name ?? ''}`
    }
  )
  stopIfAborted(context)
  if (!slices.ok) return slices
  const ready = slices.value.items
    .flatMap(slice => itemsOf(slice.endpoints))
    // An unset condition counts as ready, by the EndpointSlice API.
    .filter(endpoint => recordOf(recordOf(endpoint).conditions).ready !== false).length
  return known(
    ready > 0,
    ready === 0 ? 'has no ready endpoint' : `has ${count(ready, 'ready endpoint')}`,
    'Compare its selector with the labels of the Pods, and look whether they are Ready.'
  )
}

async function selectedPods(context: ProbeContext, policy: KubeObject): LabAnswer<State> {
  const pods = await context.cluster.list(
    { apiVersion: 'v1', kind: 'Pod' },
    {
      ...callOptions(context, 10_000),
      namespace: policy.metadata.namespace ?? 'default'
    }
  )
  stopIfAborted(context)
  if (!pods.ok) return pods
  const selector = recordOf(policy.spec).podSelector as LabelSelector | undefined
  const selected = pods.value.items.filter(pod =>
    selects(selector ?? {}, pod.metadata.labels ?? {})
  ).length
  return known(
    selected > 0,
    selected === 0 ? 'selects no Pod' : `selects ${count(selected, 'Pod')}`,
    'Compare its podSelector with the labels of the Pods in its namespace.'
  )
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
