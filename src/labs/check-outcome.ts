import type { DecidingField } from './deciding-field.ts'
import type { Obstacle } from './obstacle.ts'
import type { ProbePod } from './probe-pod.ts'
import type { Baseline, PacketSummary, Probe } from './step-result.ts'
import type { Verdict } from './verdict.ts'

/** What one round of probes says about a check. */
export interface Sample {
  readonly verdict: Verdict
  readonly sentence: string
  readonly next?: string
  readonly probes: readonly Probe[]
  /** True when another round can't change it. */
  readonly final?: boolean
  /** Why it can no longer pass as things are; goes on after “because”. */
  readonly stuck?: string
  /** The fields that decided, where that is known. */
  readonly decidedBy?: readonly DecidingField[]
  /** The Pod whose image lacks the program that the probe needs. */
  readonly lacks?: ProbePod
  /** What a capture holds. */
  readonly packets?: PacketSummary
  /** A request that succeeded and may serve as the baseline of a block. */
  readonly baseline?: Baseline
}

export function sampleOf(obstacle: Obstacle, probes: readonly Probe[]): Sample {
  const { verdict, sentence, next, final, lacks } = obstacle
  return {
    verdict,
    sentence,
    ...(next !== undefined && { next }),
    ...(lacks && { lacks }),
    probes,
    final
  }
}
