import { parseFieldPath } from '../base/field-path.ts'
import { itemsOf, jsonEqual, numberOf, recordOf, stringOf, valueAt } from '../base/json.ts'
import type { KubeObject } from '../model/object.ts'
import { selects, type LabelSelector } from '../model/selector.ts'
import type { LabAnswer } from './lab-cluster.ts'
import type { ExpectedCondition, ExpectedField, ObjectCheck } from './lab-definition.generated.ts'
import { callOptions, stopIfAborted, type ProbeContext } from './probe-context.ts'
import { isReady } from './probe-pod.ts'

/** How an object stands to what a check expects of it. */
export interface ObjectState {
  readonly isWanted: boolean
  /** Goes on after the object's name. */
  readonly text: string
  readonly next: string
}

/** Whether an object is as the check expects: its state, then its fields, then its condition. */
export async function stateOf(
  context: ProbeContext,
  object: KubeObject,
  check: ObjectCheck
): LabAnswer<ObjectState> {
  if (object.metadata.deletionTimestamp !== undefined)
    return known(false, 'is being deleted', 'Wait until it is gone, then apply it again.')
  const first = await expectedState(context, object, check.expect)
  if (!first.ok || !first.value.isWanted) return first
  const more = [
    ...(check.fields ?? []).map(field => fieldState(object, field)),
    ...(check.condition ? [conditionState(object, check.condition)] : [])
  ]
  const unmet = more.find(({ isWanted }) => !isWanted)
  if (unmet) return { ok: true, value: unmet }
  const [said] = more.slice(-1)
  return said ? { ok: true, value: said } : first
}

async function expectedState(
  context: ProbeContext,
  object: KubeObject,
  expect: ObjectCheck['expect']
): LabAnswer<ObjectState> {
  switch (expect) {
    case 'exists':
      return known(true, 'is there', '')
    case 'absent':
      return known(false, 'is there', 'Remove it, then verify again.')
    case 'ready':
      return { ok: true, value: readiness(object) }
    case 'selects':
      return object.kind === 'NetworkPolicy'
        ? await selectedPods(context, object)
        : await readyEndpoints(context, object)
  }
}

function known(isWanted: boolean, text: string, next: string): { ok: true; value: ObjectState } {
  return { ok: true, value: { isWanted, text, next } }
}

function fieldState(object: KubeObject, field: ExpectedField): ObjectState {
  const { path, equals, matches, absent } = field
  const value = valueAt(object, parseFieldPath(path))
  const shown = value === undefined ? `has no ${path}` : `has ${path}: ${shortened(value)}`
  const isThere = value !== undefined
  if (absent === true) return { isWanted: !isThere, text: shown, next: `Remove the field ${path}.` }
  if (equals !== undefined)
    return {
      isWanted: jsonEqual(value, equals),
      text: shown,
      next: `${path} has to be ${String(equals)}.`
    }
  if (matches !== undefined)
    return {
      isWanted: isThere && new RegExp(matches, 'u').test(asText(value)),
      text: shown,
      next: `${path} has to fit ${matches}.`
    }
  return { isWanted: isThere, text: shown, next: `Look what should set the field ${path}.` }
}

function conditionState(object: KubeObject, wanted: ExpectedCondition): ObjectState {
  const { type, status, reason, path = 'status.conditions' } = wanted
  const found = itemsOf(valueAt(object, parseFieldPath(path)))
    .map(recordOf)
    .find(one => one.type === type)
  if (!found)
    return {
      isWanted: false,
      text: `has no condition ${type}`,
      next: `Look whether the controller that sets the condition ${type} runs and takes care of this object.`
    }
  const why = [stringOf(found.reason), stringOf(found.message)].filter(Boolean).join(': ')
  const generation = numberOf(found.observedGeneration)
  const isStale = generation !== undefined && generation < (object.metadata.generation ?? 0)
  return {
    isWanted:
      !isStale && found.status === status && (reason === undefined || found.reason === reason),
    text: `has condition ${type} ${String(found.status)}${why === '' ? '' : ` (${why})`}${isStale ? ', of a state before its last change' : ''}`,
    next: isStale
      ? 'Wait a moment, then verify again.'
      : `The condition ${type} has to be ${status}${reason === undefined ? '' : ` with reason ${reason}`}.${status === 'True' ? ' Its message says what is missing.' : ''}`
  }
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function shortened(value: unknown): string {
  // A text of several lines, such as JSON in an annotation, is one line in a sentence.
  const text = asText(value).replaceAll(/\s+/g, ' ')
  return text.length > 120 ? `${text.slice(0, 117)}…` : text
}

function readiness(object: KubeObject): ObjectState {
  const status = recordOf(object.status)
  const spec = recordOf(object.spec)
  switch (object.kind) {
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet': {
      const isDaemonSet = object.kind === 'DaemonSet'
      const wanted =
        numberOf(isDaemonSet ? status.desiredNumberScheduled : spec.replicas) ??
        (isDaemonSet ? 0 : 1)
      const available =
        numberOf(isDaemonSet ? status.numberAvailable : status.availableReplicas) ?? 0
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

async function readyEndpoints(context: ProbeContext, service: KubeObject): LabAnswer<ObjectState> {
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

async function selectedPods(context: ProbeContext, policy: KubeObject): LabAnswer<ObjectState> {
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
