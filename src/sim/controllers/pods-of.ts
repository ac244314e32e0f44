import { recordOf } from '../../base/json.ts'
import type { Condition } from '../../model/kinds.ts'
import type { KubeObject, OwnerReference } from '../../model/object.ts'
import { isPodReady, isTerminated, type Pod } from '../../model/pod.ts'
import { isEmptySelector, type LabelSelector, selects } from '../../model/selector.ts'
import type { PodTemplateSpec } from '../../model/workloads.ts'
import { type Backend, createByController, timestamp, updateByController } from '../backend.ts'
import { deleteObject } from '../deletion.ts'
import { admitCreate } from '../admission/admission.ts'
import { recordEvent } from './events.ts'
import { resourceOf } from '../backend.ts'
import { withDefaults } from '../../api/defaults.ts'
import { ApiError } from '../status.ts'

export function ownerReferenceTo(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name ?? '',
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true
  }
}

export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find(owner => owner.controller === true)
}

export function isControlledBy(object: KubeObject, owner: KubeObject): boolean {
  return controllerOf(object)?.uid === owner.metadata.uid
}

/**
 * The objects of a kind that a workload controls. It adopts those that match its selector and that nobody
 * controls, and lets go of those that no longer match, as kube-controller-manager does.
 */
export function claimedBy(
  backend: Backend,
  owner: KubeObject,
  key: string,
  selector: LabelSelector
): KubeObject[] {
  if (isEmptySelector(selector)) return []
  const claimed: KubeObject[] = []
  for (const object of backend.store.list(key, owner.metadata.namespace)) {
    const own = isControlledBy(object, owner)
    const matches = selects(selector, object.metadata.labels ?? {})
    if (own && matches) claimed.push(object)
    else if (own && owner.metadata.deletionTimestamp === undefined) release(backend, owner, object)
    else if (matches && mayAdopt(owner, object)) claimed.push(adopt(backend, owner, object))
  }
  return claimed
}

function mayAdopt(owner: KubeObject, object: KubeObject): boolean {
  return (
    controllerOf(object) === undefined &&
    owner.metadata.deletionTimestamp === undefined &&
    object.metadata.deletionTimestamp === undefined
  )
}

function adopt(backend: Backend, owner: KubeObject, object: KubeObject): KubeObject {
  const ownerReferences = [...(object.metadata.ownerReferences ?? []), ownerReferenceTo(owner)]
  return updateByController(backend, {
    ...object,
    metadata: { ...object.metadata, ownerReferences }
  })
}

function release(backend: Backend, owner: KubeObject, object: KubeObject): void {
  const { ownerReferences = [], ...metadata } = object.metadata
  const rest = ownerReferences.filter(one => one.uid !== owner.metadata.uid)
  updateByController(backend, {
    ...object,
    metadata: rest.length > 0 ? { ...metadata, ownerReferences: rest } : metadata
  })
}

/**
 * Creates a Pod out of a workload's template. Gives undefined when admission refuses it, for example because
 * its ServiceAccount doesn't exist; the workload then tries again on its next turn.
 */
export function createPod(
  backend: Backend,
  owner: KubeObject,
  name: string,
  template: PodTemplateSpec,
  extra: {
    readonly labels?: Readonly<Record<string, string>>
    readonly spec?: Readonly<Record<string, unknown>>
    readonly generateName?: string
  } = {}
): KubeObject | undefined {
  const { namespace = 'default' } = owner.metadata
  const { annotations } = template.metadata ?? {}
  const pod: KubeObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      ...(extra.generateName !== undefined && { generateName: extra.generateName }),
      namespace,
      labels: { ...template.metadata?.labels, ...extra.labels },
      ...(annotations && { annotations }),
      ownerReferences: [ownerReferenceTo(owner)],
      generation: 1
    },
    spec: { ...template.spec, ...extra.spec }
  }
  try {
    const admitted = admitCreate(
      backend,
      resourceOf(backend, pod),
      withDefaults(pod, backend.schemas)
    )
    return createByController(backend, admitted)
  } catch (error) {
    if (error instanceof ApiError) {
      tellRefusal(backend, owner, error.message)
      return undefined
    }
    throw error
  }
}

/** Says why a workload gets no Pod, once for each reason: it tries again and again. */
function tellRefusal(backend: Backend, owner: KubeObject, message: string): void {
  if (refusalOf(backend, owner, message) !== undefined) return
  recordEvent(backend, owner, {
    type: 'Warning',
    reason: 'FailedCreate',
    message: `Error creating: ${message}`,
    component: `${owner.kind.toLowerCase()}-controller`
  })
}

/** What a workload was last told when its Pods were refused. The name in it is another one every time. */
export function refusalOf(backend: Backend, owner: KubeObject, like?: string): string | undefined {
  const reasonIn = (message: string): string => message.replace(/^.*?"[^"]*" /, '')
  const events = backend.store.list('/events', owner.metadata.namespace)
  const messages = events
    .filter(
      event =>
        event.reason === 'FailedCreate' && recordOf(event.involvedObject).uid === owner.metadata.uid
    )
    .map(event => String(event.message).replace(/^Error creating: /, ''))
  return messages.findLast(one => like === undefined || reasonIn(one) === reasonIn(like))
}

export function deletePod(backend: Backend, pod: KubeObject): void {
  if (pod.metadata.deletionTimestamp === undefined)
    deleteObject(backend, resourceOf(backend, pod), pod)
}

/** Pods that count for a workload: neither ended nor on their way out. */
export function activePods(pods: readonly KubeObject[]): Pod[] {
  return (pods as readonly Pod[]).filter(
    pod => !isTerminated(pod) && pod.metadata.deletionTimestamp === undefined
  )
}

/** The Pods that a workload gives up first: not scheduled, not ready, youngest. */
export function inOrderOfDeletion(pods: readonly Pod[]): Pod[] {
  const rank = (pod: Pod): number =>
    pod.spec?.nodeName === undefined ? 0 : isPodReady(pod) ? 2 : 1
  return [...pods].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (b.metadata.creationTimestamp ?? '').localeCompare(a.metadata.creationTimestamp ?? '')
  )
}

/** Sets a condition; its transition time moves only when its status changes. */
export function withCondition(
  backend: Backend,
  conditions: readonly Condition[] | undefined,
  condition: Condition,
  withUpdateTime = false
): Condition[] {
  const list = conditions ?? []
  const before = list.find(one => one.type === condition.type)
  const now = timestamp(backend)
  const same = before?.status === condition.status
  const unchanged =
    same && before.reason === condition.reason && before.message === condition.message
  if (unchanged) return [...list]
  const lastTransitionTime = same ? (before.lastTransitionTime ?? now) : now
  const next = { ...condition, lastTransitionTime, ...(withUpdateTime && { lastUpdateTime: now }) }
  return before ? list.map(one => (one === before ? next : one)) : [...list, next]
}

/** A status without the zeros that Go leaves out. */
export function withoutZeros(status: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(status).filter(([, value]) => value !== 0 && value !== undefined)
  )
}

export function writeStatus(
  backend: Backend,
  object: KubeObject,
  status: Readonly<Record<string, unknown>>,
  manager = 'kube-controller-manager'
): KubeObject {
  const { namespace, name = '' } = object.metadata
  const live = backend.store.get(resourceOf(backend, object).key, namespace, name)
  // The object may have gone away, or changed, while its controller was at work.
  if (live?.metadata.uid !== object.metadata.uid || !live) return object
  return updateByController(backend, { ...live, status }, 'status', manager)
}

export function specOf(object: KubeObject): Readonly<Record<string, unknown>> {
  return recordOf(object.spec)
}
