import type { Clock } from '../base/clock.ts'
import type { Lab } from './lab.ts'
import type { LabStep } from './lab-definition.generated.ts'
import { LabObjects, type WritableCluster } from './lab-objects.ts'
import type { Baseline, StepResult } from './step-result.ts'
import { verifyStep } from './verify-step.ts'

export interface PlayOptions {
  /** Names this run; what it makes carries it in the label `netlabs/run`. */
  readonly run: string
  /** Reads a file of the lab's folder. */
  readonly readFile: (file: string) => Promise<string>
  /** The files of a step, in the order in which they are applied. */
  readonly filesOf: (step: LabStep) => readonly string[]
  /** The step after which it ends. */
  readonly last?: LabStep
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Says something to the person who waits. */
  readonly tell: (sentence: string) => void
  /** Lets a practice cluster in this process come to rest; a real cluster takes its own time. */
  readonly settle?: () => Promise<void>
}

export interface PlayedLab {
  readonly results: readonly StepResult[]
  /** Why it ended before its end, as a sentence. */
  readonly problem?: string
  /** What could not be removed, a sentence each. */
  readonly left: readonly string[]
}

/** The files that finish a step. */
export function solutionOf({ solution, manifests = [] }: LabStep): readonly string[] {
  return solution ?? manifests
}

/**
 * Applies the files of each step and verifies it before the next one begins, so that a step's success is the
 * baseline of the next one's block. Steps that only the editor sees are passed over. What it has made it
 * removes again, however it ends.
 */
export async function playLab(
  lab: Lab,
  cluster: WritableCluster,
  options: PlayOptions
): Promise<PlayedLab> {
  const objects = new LabObjects(cluster, { ...options, lab: lab.id })
  const results: StepResult[] = []
  let problem: string | undefined
  let left: readonly string[] = []
  try {
    problem = await playSteps(lab, cluster, objects, results, options)
  } finally {
    left = await objects.remove()
  }
  return { results, left, ...(problem !== undefined && { problem }) }
}

const stopped = 'It was stopped.'

async function playSteps(
  lab: Lab,
  cluster: WritableCluster,
  objects: LabObjects,
  results: StepResult[],
  { clock, signal, tell, readFile, filesOf, settle, last }: PlayOptions
): Promise<string | undefined> {
  let baselines: readonly Baseline[] = []
  try {
    for (const step of lab.steps) {
      if (step.checks.length > 0) {
        for (const file of filesOf(step)) {
          const applied = await objects.apply(file, await readFile(file))
          if (!applied.ok) return signal.aborted ? stopped : applied.error
        }
        await settle?.()
        const result = await verifyStep(lab, step.id, cluster, {
          clock,
          signal,
          baselines,
          onProgress: tell
        })
        baselines = [...baselines, ...result.baselines]
        results.push(result)
      }
      if (step === last) break
    }
    return undefined
  } catch (thrown) {
    if (signal.aborted) return stopped
    throw thrown
  }
}
