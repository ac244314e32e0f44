import type { HintLadder, LabStep } from './lab-definition.generated.ts'
import type { StepResult } from './step-result.ts'

/** The rungs of help, from the least to the most. */
export const hintRungs = [
  'nudge',
  'where',
  'difference',
  'solve'
] as const satisfies readonly (keyof HintLadder)[]
export type HintRung = (typeof hintRungs)[number]

export interface Hint {
  readonly rung: HintRung
  /** The author's words for this rung. */
  readonly text: string
  /** What was seen when the step was last verified, and what that leads to. */
  readonly now?: string
  /** The rung after this one. */
  readonly more?: HintRung
}

/**
 * One rung of a step's hints, with what the last verification saw: a hint that doesn't know how far somebody has
 * come sends them back to what is right already.
 */
export function hintOf(step: LabStep, rung: HintRung, last?: StepResult): Hint {
  const more = hintRungs[hintRungs.indexOf(rung) + 1]
  const now = last && presentState(step, rung, last)
  return {
    rung,
    text: step.hints[rung],
    ...(now !== undefined && { now }),
    ...(more !== undefined && { more })
  }
}

function presentState(step: LabStep, rung: HintRung, { checks }: StepResult): string | undefined {
  const open = checks.filter(({ verdict }) => verdict !== 'pass')
  const [first] = open
  if (!first) return 'All checks of this step have passed.'
  const done = checks.length - open.length
  const count = done === 0 ? '' : `${done} of ${step.checks.length} checks have passed. `
  const stuck = first.stuck === undefined ? '' : ` It can no longer pass, because ${first.stuck}`
  // The first rung names what is open, the second what was seen, the later ones what to do about it as well.
  if (rung === 'nudge') return `${count}Open is: ${first.title}.${stuck}`
  if (rung === 'where') return `${count}${first.sentence}${stuck}`
  return [`${count}${first.sentence}${stuck}`, first.next].filter(Boolean).join(' ')
}
