import type { Clock } from '../base/clock.ts'
import type { EnforcementMemory } from './enforcement.ts'
import type { LabAnswer, LabCluster } from './lab-cluster.ts'
import type { LabHost } from './probe-place.ts'
import type { ProbePod } from './probe-pod.ts'

/** What every probe of one verification shares. */
export interface ProbeContext {
  readonly cluster: LabCluster
  /** The second cluster of a lab that needs two. */
  readonly other?: LabCluster
  /** The machine that the editor or the command runs on. */
  readonly host?: LabHost
  /** Reads a file of the lab's folder. */
  readonly readFile?: (file: string) => Promise<string>
  /**
   * Asks the person before a probe adds something of its own to the cluster; the sentence says what. Left out:
   * nothing is added.
   */
  readonly consent?: (sentence: string) => Promise<boolean>
  /** What canaries have seen of policies. Left out: no canary is made. */
  readonly enforcement?: EnforcementMemory
  /** Keeps a file that belongs to the evidence and says where it is. */
  readonly keepFile?: (name: string, bytes: Uint8Array) => Promise<string>
  readonly clock: Clock
  readonly signal?: AbortSignal
  /** Says something to the person who waits. */
  readonly tell: (sentence: string) => void
  /** The programs that were found to be missing, by Pod. */
  readonly missing: Map<string, Set<string>>
  /** The place with more programs that stands in for a Pod, by that Pod. */
  readonly tools: Map<string, ProbePod>
  /** The question is about the very Pod, so that no other may stand in for it. */
  readonly itself?: boolean
  /** What is to be taken away when the verification is over. */
  readonly atEnd: (() => Promise<void>)[]
}

export type Answered<Value> = Awaited<LabAnswer<Value>>

/** Ends the verification when the person has cancelled it; an aborted call is no observation. */
export function stopIfAborted({ signal }: ProbeContext): void {
  signal?.throwIfAborted()
}

export function callOptions(
  { signal }: ProbeContext,
  timeoutMs: number
): { readonly signal?: AbortSignal; readonly timeoutMs: number } {
  return { ...(signal && { signal }), timeoutMs }
}
