import type { Clock } from '../base/clock.ts'
import type { EnforcementMemory } from './enforcement.ts'
import type { LabCluster } from './lab-cluster.ts'
import type { Lab } from './lab.ts'
import type { LabHost } from './probe-place.ts'
import type { Baseline, StepResult } from './step-result.ts'
import { verifyChecks } from './verify-checks.ts'

export interface VerifyOptions {
  readonly clock: Clock
  /** The second cluster of a lab that needs two. */
  readonly other?: LabCluster
  /** What the machine that verifies can ask itself. */
  readonly host?: LabHost
  /** Reads a file of the lab's folder; a check may be about one. */
  readonly readFile?: (file: string) => Promise<string>
  /** Asks the person before a probe adds something of its own to the cluster. Left out: nothing is added. */
  readonly consent?: (sentence: string) => Promise<boolean>
  /** What canaries have seen of policies; kept from one verification to the next. Left out: no canary is made. */
  readonly enforcement?: EnforcementMemory
  /** Keeps a file that belongs to the evidence, such as a capture, and says where it is. */
  readonly keepFile?: (name: string, bytes: Uint8Array) => Promise<string>
  readonly signal?: AbortSignal
  /** Called with a short sentence whenever something new is known. */
  readonly onProgress?: (sentence: string) => void
  /** Successes seen before, as `StepResult.baselines` handed them out. A block is judged against them. */
  readonly baselines?: readonly Baseline[]
}

/**
 * Verifies one step by what the network does. `step` is its id or a number of the backlog, such as `9.2`.
 * It reads and probes, and changes the cluster only where `consent` allowed it; it rejects only when the signal is aborted.
 */
export function verifyStep(
  lab: Lab,
  step: string,
  cluster: LabCluster,
  options: VerifyOptions
): Promise<StepResult> {
  return verifyChecks(lab, step, cluster, options)
}
