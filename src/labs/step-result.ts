import type { Flow } from './pcap.ts'
import type { DecidingField } from './deciding-field.ts'
import type { Verdict } from './verdict.ts'

/** What became of a step: the verdict of its checks together, and everything it rests on. */
export interface StepResult {
  readonly lab: string
  readonly step: string
  readonly verdict: Verdict
  /** What was observed or expected, and the next step when there is one; for a person. */
  readonly sentence: string
  readonly checks: readonly CheckResult[]
  /** True when the practice cluster answered: no packet was sent. */
  readonly simulated: boolean
  readonly context: string
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly finishedAt: number
  /** What became of the step without what it has made, where that was tried. */
  readonly reversal?: Reversal
  /** Requests that succeeded here and may serve a later check as the baseline of its block. */
  readonly baselines: readonly Baseline[]
}

/** A proof that doesn't fall with its cause proves something else. */
export interface Reversal {
  /** Without what the step has made; absent when it was not taken away. */
  readonly without?: Verdict
  /** With it again. */
  readonly after?: Verdict
  /** Why it was not reversed, as a sentence. */
  readonly notReversed?: string
  /** What is wrong, as a sentence; absent when the verdict turns as it should. */
  readonly problem?: string
}

export interface CheckResult {
  readonly id: string
  readonly title: string
  readonly verdict: Verdict
  readonly sentence: string
  /** One thing to do, when the check is not proven. */
  readonly next?: string
  /** Why waiting and trying again can't help any more; goes on after “because”. A reset does. */
  readonly stuck?: string
  /** The fields that decided, where that is known. */
  readonly decidedBy?: readonly DecidingField[]
  /** What a pass says and what it leaves open, as the definition words it. */
  readonly claims: string
  /** In the order in which they began. */
  readonly evidence: readonly Probe[]
  /** What a capture holds, where one was made. */
  readonly packets?: PacketSummary
}

/** A capture in numbers; the packets themselves are in its file. */
export interface PacketSummary {
  readonly count: number
  /** By direction; `line` says whose. */
  readonly flows: readonly Flow[]
  /** The first packets, a line each, as tcpdump writes them. */
  readonly first: readonly string[]
  /** Bytes that were kept of each packet. */
  readonly kept: number
  /** tcpdump's own words of what it lost. */
  readonly dropped?: string
  /** Where the whole capture is. */
  readonly file?: string
}

/** What a probe is for. */
export type ProbeRole = 'baseline' | 'subject' | 'control' | 'dns' | 'object'

/** One question put to the cluster, and its answer. */
export interface Probe {
  readonly role: ProbeRole
  /** Such as `Pod frontend/client-5d8f`. For objects: the API server. */
  readonly from: string
  /** URL, name or object. */
  readonly to: string
  /** The command or request as a person could repeat it. */
  readonly what: string
  /** The answer in a few words, such as `200 in 12 ms` or `timed out after 3 s`. */
  readonly result: string
  readonly outcome: ProbeOutcome
  /** Milliseconds since 1970. */
  readonly at: number
  /** Milliseconds. */
  readonly took: number
}

/**
 * - `reached`: the intended server answered as expected; for names and objects: as expected.
 * - `other`: something answered, but not what was meant.
 * - `unresolved`: the name has no address. Never counts as blocked.
 * - `refused`, `timeout`: the connection was rejected or dropped.
 * - `unclear`: the probe itself failed.
 */
export type ProbeOutcome = 'reached' | 'other' | 'unresolved' | 'refused' | 'timeout' | 'unclear'

/** That a request succeeded: the first half of a proof that it is blocked now. */
export interface Baseline {
  readonly lab: string
  /** Id of the check that saw it. */
  readonly check: string
  /** Which cluster it was: the context, and the UID of namespace kube-system where it can be read. */
  readonly cluster: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly probe: Probe
}
