import type { KubeObject } from '../../model/object.ts'
import { networkOf } from '../../net/network.ts'
import type { LabCallOptions } from '../lab-cluster.ts'
import { neighboursOf, type Neighbours } from './neighbours.ts'
import type { ObjectCluster, ObjectError, ObjectPreview } from './object-cluster.ts'
import type { Comparison, ObjectFacts } from './object-facts.ts'

/** Reads what is needed to judge objects of one cluster; what several of them need is read once. */
export interface FactsReader {
  /** @throws the signal's reason when it was aborted: an aborted question is no observation. */
  factsOf(written: KubeObject): Promise<ObjectFacts>
}

/** More objects of one kind in a namespace are not read: they say the same at a higher price. */
const maxItems = 2000

type Listed = Awaited<ReturnType<ObjectCluster['list']>>

export function createFactsReader(cluster: ObjectCluster, options: LabCallOptions): FactsReader {
  const lists = new Map<string, Promise<Listed>>()
  const list = ({ namespace, ...type }: Neighbours): Promise<Listed> => {
    const key = JSON.stringify([type.apiVersion, type.kind, namespace])
    const known = lists.get(key)
    if (known) return known
    const where = namespace === undefined ? {} : { namespace }
    const asked = cluster.list(type, { ...options, ...where, maxItems })
    lists.set(key, asked)
    return asked
  }
  return {
    async factsOf(written) {
      // What others own is part of the comparison, so the dry-run doesn't stop at it.
      const answer = await cluster.previewOf(written, { ...options, force: true })
      options.signal?.throwIfAborted()
      const live = answer.ok ? answer.value.live : await liveOf(cluster, written, options)
      const comparison = answer.ok ? comparisonOf(answer.value) : failureOf(answer.error)
      const namespace = live?.metadata.namespace ?? cluster.defaultNamespace
      const around = live ? uniqueOf(neighboursOf(live, namespace)) : []
      const answers = await Promise.all(around.map(list))
      options.signal?.throwIfAborted()
      return {
        written,
        ...(live && { live }),
        comparison,
        network: networkOf(answers.flatMap(one => (one.ok ? one.value.items : []))),
        unread: unreadOf(around, answers),
        simulated: cluster.simulated
      }
    }
  }
}

/** The object itself can often be read where a dry-run is not allowed. */
async function liveOf(
  cluster: ObjectCluster,
  { apiVersion, kind, metadata }: KubeObject,
  options: LabCallOptions
): Promise<KubeObject | undefined> {
  const { name, namespace } = metadata
  if (name === undefined) return undefined
  const ref = { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) }
  const answer = await cluster.get(ref, options)
  options.signal?.throwIfAborted()
  return answer.ok ? answer.value : undefined
}

function comparisonOf({ kind, changedPaths }: ObjectPreview): Comparison {
  if (kind === 'create') return { kind: 'absent' }
  return kind === 'unchanged' ? { kind: 'same' } : { kind: 'differs', fields: changedPaths }
}

function failureOf(error: ObjectError): Comparison {
  if (error.reason === 'not-found')
    return error.status === undefined
      ? { kind: 'not-served', error }
      : {
          kind: 'absent',
          because: error.message,
          ...(error.hint !== undefined && { next: error.hint })
        }
  if (error.reason === 'invalid') return { kind: 'refused', error }
  return { kind: 'unknown', error }
}

function uniqueOf(all: readonly Neighbours[]): readonly Neighbours[] {
  return [...new Map(all.map(one => [JSON.stringify(one), one])).values()]
}

function unreadOf(
  around: readonly Neighbours[],
  answers: readonly Listed[]
): ReadonlyMap<string, string> {
  const unread = new Map<string, string>()
  for (const [i, answer] of answers.entries()) {
    const kind = around[i]?.kind ?? ''
    // A kind that isn't served has no objects, and that is known.
    if (!answer.ok && answer.error.reason !== 'not-found') unread.set(kind, answer.error.message)
    if (answer.ok && answer.value.truncated)
      unread.set(kind, `there are more than ${maxItems} of them.`)
  }
  return unread
}
