/**
 * What a check or a step comes to.
 *
 * - `pass`: observed, as often as asked.
 * - `fail`: observed, and it is not what the step asks for.
 * - `blocked`: a named prerequisite is missing.
 * - `inconclusive`: the probe or its control failed, so nothing is known.
 * - `attest`: only a person can tell.
 * - `not-here`: cannot be seen from here.
 */
export type Verdict = 'pass' | 'fail' | 'blocked' | 'inconclusive' | 'attest' | 'not-here'

/** How a verdict is shown: an icon of the editor's own set, and a word. Never by colour alone. */
export const verdictLooks: Readonly<
  Record<Verdict, { readonly icon: string; readonly word: string }>
> = {
  pass: { icon: 'pass-filled', word: 'Proven' },
  fail: { icon: 'error', word: 'Not met' },
  blocked: { icon: 'circle-slash', word: 'Needs more' },
  inconclusive: { icon: 'question', word: 'Can’t tell' },
  attest: { icon: 'eye', word: 'Yours to confirm' },
  'not-here': { icon: 'telescope', word: 'Out of sight here' }
}

/** The one that decides first: a step is proven only when nothing stands before `pass`. */
const order: readonly Verdict[] = ['fail', 'blocked', 'inconclusive', 'not-here', 'attest', 'pass']

/** The verdict of several checks together. No check at all proves nothing, so it is for a person to confirm. */
export function verdictOfAll(verdicts: readonly Verdict[]): Verdict {
  return order.find(verdict => verdicts.includes(verdict)) ?? 'attest'
}
