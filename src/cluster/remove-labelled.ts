import { sleep, type Clock } from '../base/clock.ts'
import { failed, ok, type Result } from '../base/result.ts'
import { objectTitle, type KubeObject } from '../model/object.ts'
import type { Cluster, ObjectRef } from './cluster.ts'
import type { ClusterError } from './cluster-error.ts'

export type LabelledCluster = Pick<Cluster, 'discovery' | 'list' | 'get' | 'delete'>

export interface Labelled {
  readonly objects: readonly KubeObject[]
  /** Kinds that could not be listed, so that something may be hidden behind them: a sentence each. */
  readonly unread: readonly string[]
}

export interface RemoveOptions {
  readonly clock: Clock
  /** Ends the waiting and what was not begun; a request that changes something is never broken off. */
  readonly signal: AbortSignal
  readonly tell: (sentence: string) => void
}

export interface Removed {
  readonly removed: readonly string[]
  /** What stays in the cluster, and why: a sentence each. */
  readonly left: readonly string[]
}

/** So many lists are asked for at once. */
const together = 6
/** A Namespace goes when everything in it has. Milliseconds. */
const goingLimit = 120_000
const goingEvery = 500

/**
 * Every object with these labels, of whatever kind the server lets one list and delete. What a controller has
 * made is left out: it goes with its owner.
 */
export async function listLabelled(
  cluster: Pick<Cluster, 'discovery' | 'list'>,
  labelSelector: string,
  signal?: AbortSignal
): Promise<Result<Labelled, ClusterError>> {
  const discovery = await cluster.discovery({ refresh: true })
  if (!discovery.ok) return discovery
  const types = discovery.value.resources
    .filter(({ verbs }) => verbs.includes('list') && verbs.includes('delete'))
    // Copies that controllers keep of a Service and its labels.
    .filter(({ kind }) => !['Endpoints', 'EndpointSlice', 'Event'].includes(kind))
    .map(({ group, version, kind }) => ({
      apiVersion: group === '' ? version : `${group}/${version}`,
      kind
    }))
  const found = new Map<string, KubeObject>()
  const unread: string[] = []
  for (let i = 0; i < types.length; i += together) {
    const answers = await Promise.all(
      types.slice(i, i + together).map(async type => ({
        type,
        answer: await cluster.list(type, { labelSelector, ...(signal && { signal }) })
      }))
    )
    for (const { type, answer } of answers) {
      if (!answer.ok) {
        if (answer.error.reason === 'cancelled') return failed(answer.error)
        unread.push(`${type.kind} of ${type.apiVersion} can't be listed: ${answer.error.message}`)
        continue
      }
      // One object may be served in several versions.
      for (const item of answer.value.items)
        if (!isMadeByController(item))
          found.set(item.metadata.uid ?? objectTitle(item), { ...item, ...type })
    }
  }
  return ok({ objects: [...found.values()], unread })
}

/**
 * Deletes the objects, each by its UID, so that a namesake made meanwhile stays. Namespaces go last and are
 * waited for; what is in one of them goes with it.
 */
export async function removeObjects(
  cluster: LabelledCluster,
  objects: readonly KubeObject[],
  { clock, signal, tell }: RemoveOptions
): Promise<Removed> {
  const namespaces = objects.filter(isNamespace)
  const going = new Set(namespaces.map(({ metadata }) => metadata.name))
  const others = objects.filter(
    object => !isNamespace(object) && !going.has(object.metadata.namespace)
  )
  const removed: string[] = []
  const left: string[] = []
  for (const object of [...others, ...namespaces]) {
    const title = objectTitle(object)
    if (signal.aborted) {
      left.push(`${title} stays, because the clean-up was stopped.`)
      continue
    }
    tell(`Removing ${title}.`)
    const error = await removeOne(cluster, object)
    if (error) left.push(`${title} stays: ${error.message}${error.hint ? ` ${error.hint}` : ''}`)
    else removed.push(title)
  }
  const end = clock.now() + goingLimit
  for (const namespace of namespaces.filter(one => removed.includes(objectTitle(one)))) {
    tell(`Waiting until ${objectTitle(namespace)} is gone.`)
    while (!(await isGone(cluster, namespace))) {
      if (clock.now() >= end || signal.aborted) {
        left.push(`${objectTitle(namespace)} is still being deleted.`)
        break
      }
      await sleep(clock, goingEvery)
    }
  }
  return { removed, left }
}

async function removeOne(
  cluster: LabelledCluster,
  object: KubeObject
): Promise<ClusterError | undefined> {
  const { uid } = object.metadata
  const answer = await cluster.delete(refOf(object), {
    ...(uid !== undefined && { uid }),
    propagationPolicy: 'Background'
  })
  // Gone, or another one by now: either way what was meant is not there any more.
  return answer.ok || ['not-found', 'conflict'].includes(answer.error.reason)
    ? undefined
    : answer.error
}

async function isGone(cluster: LabelledCluster, object: KubeObject): Promise<boolean> {
  const found = await cluster.get(refOf(object))
  return found.ok
    ? found.value.metadata.uid !== object.metadata.uid
    : found.error.reason === 'not-found'
}

function isMadeByController({ metadata }: KubeObject): boolean {
  return metadata.ownerReferences?.some(({ controller }) => controller === true) === true
}

function isNamespace({ apiVersion, kind }: KubeObject): boolean {
  return apiVersion === 'v1' && kind === 'Namespace'
}

function refOf({ apiVersion, kind, metadata }: KubeObject): ObjectRef {
  const { namespace, name = '' } = metadata
  return { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) }
}
