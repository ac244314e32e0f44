import type { KubeObject } from '../model/object.ts'
import type { Backend } from './backend.ts'

/** Which of the practice clusters that are joined this is. */
export interface Site {
  /** As ServiceImports name it. */
  readonly name: string
  /** From 1: the ranges of Pod addresses of two clusters must not overlap. */
  readonly number: number
  readonly set: ClusterSet
}

interface Member {
  readonly backend: Backend
  /** Lets its controllers look again a while later. */
  wake(): void
  /** Lets its controllers work until they are done. */
  settle(): void
}

/**
 * Practice clusters whose Pods reach each other and which share what they export, as the Multi-Cluster Services API
 * means it. Their Services and policies stay their own.
 */
export class ClusterSet {
  readonly #members = new Set<Member>()

  /** Gives what takes it out again. */
  add(member: Member): () => void {
    this.#members.add(member)
    this.wakeOthers(member.backend)
    return () => {
      this.#members.delete(member)
      this.wakeOthers(member.backend)
    }
  }

  others(backend: Backend): readonly Backend[] {
    return this.#without(backend).map(one => one.backend)
  }

  wakeOthers(backend: Backend): void {
    for (const member of this.#without(backend)) member.wake()
  }

  settleOthers(backend: Backend): void {
    for (const member of this.#without(backend)) member.settle()
  }

  #without(backend: Backend): readonly Member[] {
    return [...this.#members].filter(one => one.backend !== backend)
  }
}

/** What decides on a request that arrives at another cluster's Pod. */
const carried: readonly string[] = ['Pod', 'NetworkPolicy', 'ConfigMap']

/**
 * The Pods of the other clusters as this one's network meets them: addresses that answer. Their Namespaces get the
 * cluster's name before them, so that no selector here takes one for its own.
 */
export function objectsBeyond(backend: Backend): readonly KubeObject[] {
  const { site } = backend
  if (!site) return []
  return site.set.others(backend).flatMap(other =>
    other.store
      .all()
      .filter(({ kind, metadata }) => carried.includes(kind) && metadata.namespace !== undefined)
      // What shares a node's address can't be told from this cluster's own node.
      .filter(
        ({ kind, spec }) =>
          kind !== 'Pod' || (spec as { hostNetwork?: boolean }).hostNetwork !== true
      )
      .map(object => ({
        ...object,
        metadata: {
          ...object.metadata,
          namespace: `${other.site?.name ?? 'other'}/${object.metadata.namespace ?? ''}`
        }
      }))
  )
}
