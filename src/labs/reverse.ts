import type { Reversal, StepResult } from './step-result.ts'

/** What can be taken away and given back, whoever has made it. */
export interface Reversible {
  /** How many objects the step has made: Namespaces, and others. */
  made(): { readonly namespaces: number; readonly others: number }
  /** Takes them away. Gives a sentence for each that stays. */
  takeBack(): Promise<readonly string[]>
  /** Applies the step's files again; text: why that can't be done. */
  giveBack(): Promise<string | undefined>
  verify(): Promise<StepResult>
}

/**
 * Takes away what a proven step has made, verifies, gives it back and verifies again. What another step has made
 * and this one has changed stays as it is.
 */
export async function reverse(step: Reversible): Promise<Reversal> {
  const { namespaces, others } = step.made()
  if (namespaces > 0)
    return { notReversed: 'It is not reversed, because all other steps live in its Namespaces.' }
  if (others === 0)
    return { notReversed: 'The step has made nothing of its own that could be taken away.' }
  const left = await step.takeBack()
  if (left.length > 0) return { notReversed: left.join(' ') }
  const without = await step.verify()
  const problem = await step.giveBack()
  if (problem !== undefined) return { without: without.verdict, problem }
  const after = await step.verify()
  return { without: without.verdict, after: after.verdict, ...problemOf(without, after) }
}

function problemOf(without: StepResult, after: StepResult): Pick<Reversal, 'problem'> {
  if (without.verdict === 'pass')
    return { problem: 'It is still proven without what the step has made.' }
  return after.verdict === 'pass'
    ? {}
    : { problem: `It is not proven again with what the step has made: ${after.sentence}` }
}

/** Such as `Reversed: Not met without what the step has made, proven again with it.` */
export function reversalSentence(
  { without, notReversed, problem }: Reversal,
  words: (verdict: StepResult['verdict']) => string
): string {
  if (notReversed !== undefined) return `Not reversed: ${notReversed}`
  if (problem !== undefined) return `Reversed: ${problem}`
  return `Reversed: “${words(without ?? 'inconclusive')}” without what the step has made, and proven again with it.`
}
