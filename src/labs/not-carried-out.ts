import type { Sample } from './check-outcome.ts'
import type { LabCheck } from './lab-definition.generated.ts'

/** Kinds for which no probe is written. */
export type UnwrittenCheck = Extract<LabCheck, { readonly kind: 'capture' }>

/**
 * The answer to a check for which no probe is written. It can never be a pass: what nobody asked, nobody knows.
 */
export function notCarriedOut({ kind }: UnwrittenCheck): Sample {
  return {
    verdict: 'inconclusive',
    sentence: `A check of kind ${kind} is not carried out yet, so nothing was asked.`,
    probes: [],
    final: true
  }
}
