import path from 'node:path'
import type { Lab } from '../labs/lab.ts'
import type { LabStep } from '../labs/lab-definition.generated.ts'
import type { Baseline, StepResult } from '../labs/step-result.ts'
import { verifyStep } from '../labs/verify-step.ts'
import { systemClock } from '../node/system-clock.ts'
import { CommandFailure } from './command-failure.ts'
import type { OpenedCluster } from './lab-cluster.ts'
import { LabObjects } from './lab-objects.ts'

export interface LabFolder {
  readonly lab: Lab
  readonly folder: string
}

export interface PlayOptions {
  readonly solution: boolean
  /** The step after which it ends. */
  readonly last?: LabStep
  readonly signal: AbortSignal
  readonly tell: (sentence: string) => void
}

/**
 * Applies the files of each step and verifies it before the next one begins, so that a step's success is the
 * baseline of the next one's block. Steps that only the editor sees are passed over.
 */
export async function playLab(
  { lab, folder }: LabFolder,
  opened: OpenedCluster,
  { solution, last, signal, tell }: PlayOptions
): Promise<readonly StepResult[]> {
  const { cluster } = opened
  const objects = new LabObjects(cluster, lab.id)
  const results: StepResult[] = []
  let baselines: readonly Baseline[] = []
  try {
    for (const step of lab.steps) {
      if (step.checks.length > 0) {
        const files = solution ? (step.solution ?? step.manifests) : step.manifests
        for (const file of files ?? []) await objects.apply(path.join(folder, file))
        await opened.settle()
        const result = await verifyStep(lab, step.id, cluster, {
          clock: systemClock,
          signal,
          baselines
        })
        baselines = [...baselines, ...result.baselines]
        results.push(result)
      }
      if (step === last) break
    }
  } catch (thrown) {
    if (signal.aborted) throw new CommandFailure('stopped.')
    throw thrown
  } finally {
    await objects.remove(tell)
  }
  return results
}
