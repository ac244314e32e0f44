import { isRecord, itemsOf, numberOf, recordOf, stringOf } from '../base/json.ts'
import { baselineLifetime, newestBaselines } from './baseline.ts'
import type { Lab } from './lab.ts'
import type { Baseline, StepResult } from './step-result.ts'
import { verdictLooks, type Verdict } from './verdict.ts'

/** What a person has done so far. It is plain JSON, so that a host can keep it wherever it likes. */
export interface Progress {
  readonly version: 1
  readonly steps: readonly StepProgress[]
  readonly baselines: readonly Baseline[]
}

export interface StepProgress {
  readonly lab: string
  readonly step: string
  /** The newest verdict. */
  readonly verdict: Verdict
  readonly sentence: string
  /** Milliseconds since 1970 of the newest verdict. */
  readonly at: number
  /** Names the evidence that a host keeps: lab, step and time. */
  readonly evidence: string
  readonly context: string
  readonly simulated: boolean
  /** When the step was first proven. A later verdict that isn't `pass` doesn't take that away. */
  readonly doneAt?: number
}

export const noProgress: Progress = { version: 1, steps: [], baselines: [] }

export function evidenceId({ lab, step, finishedAt }: StepResult): string {
  return `${lab}/${step}/${finishedAt}`
}

/** Progress after a verification. Baselines that are too old to count are dropped. */
export function withResult(progress: Progress, result: StepResult): Progress {
  const { lab, step, verdict, sentence, finishedAt, context, simulated } = result
  const before = progressOf(progress, lab, step)
  const doneAt = before?.doneAt ?? (verdict === 'pass' ? finishedAt : undefined)
  const now: StepProgress = {
    lab,
    step,
    verdict,
    sentence,
    at: finishedAt,
    evidence: evidenceId(result),
    context,
    simulated,
    ...(doneAt !== undefined && { doneAt })
  }
  return {
    ...progress,
    steps: [...progress.steps.filter(one => one !== before), now],
    baselines: newestBaselines([...progress.baselines, ...result.baselines]).filter(
      ({ at }) => finishedAt - at <= baselineLifetime
    )
  }
}

export function progressOf(
  progress: Progress,
  lab: string,
  step: string
): StepProgress | undefined {
  return progress.steps.find(one => one.lab === lab && one.step === step)
}

/** Forgets a step, or a whole lab with its baselines. */
export function withoutProgress(progress: Progress, lab: string, step?: string): Progress {
  const keeps = (one: { readonly lab: string; readonly step: string }): boolean =>
    one.lab !== lab || (step !== undefined && one.step !== step)
  return {
    ...progress,
    steps: progress.steps.filter(keeps),
    baselines:
      step === undefined ? progress.baselines.filter(one => one.lab !== lab) : progress.baselines
  }
}

/** How much of a lab is done: `3 of 5`. */
export function doneOf(
  progress: Progress,
  lab: Lab
): { readonly done: number; readonly of: number } {
  const done = lab.steps.filter(
    ({ id }) => progressOf(progress, lab.id, id)?.doneAt !== undefined
  ).length
  return { done, of: lab.steps.length }
}

/** Reads what a host has kept. What is not of this form is left out: progress is never worth a failure. */
export function readProgress(kept: unknown): Progress {
  const { version, steps, baselines } = recordOf(kept)
  if (version !== 1) return noProgress
  return {
    version,
    steps: itemsOf(steps).filter(isStepProgress),
    baselines: itemsOf(baselines).filter(isBaseline)
  }
}

function isStepProgress(value: unknown): value is StepProgress {
  const { lab, step, verdict, sentence, at, evidence, context } = recordOf(value)
  const texts = [lab, step, sentence, evidence, context]
  return (
    texts.every(text => stringOf(text) !== undefined) &&
    numberOf(at) !== undefined &&
    Object.hasOwn(verdictLooks, stringOf(verdict) ?? '')
  )
}

function isBaseline(value: unknown): value is Baseline {
  const { lab, check, cluster, at, probe } = recordOf(value)
  return (
    [lab, check, cluster].every(text => stringOf(text) !== undefined) &&
    numberOf(at) !== undefined &&
    isRecord(probe)
  )
}
