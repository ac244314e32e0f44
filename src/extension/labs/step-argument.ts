import { isRecord } from '../../base/json.ts'

/** Which lab, step or file of a step a command is about, as far as it was told. */
export interface StepArgument {
  readonly lab?: string
  readonly step?: string
  readonly file?: string
}

/**
 * Reads what the callers of a lab command hand over: names one after the other (links of pages),
 * `{ lab, step, file }` (lenses), a row of the Labs view, or nothing (the palette).
 */
export function stepArgument(args: readonly unknown[]): StepArgument {
  const [first] = args
  if (typeof first === 'string') {
    const [lab, step, file] = args
    return named({ lab, step, file })
  }
  if (!isRecord(first)) return {}
  return isRecord(first.step) ? named(first.step) : named(first)
}

function named(fields: Readonly<Record<string, unknown>>): StepArgument {
  const { lab, step, file } = fields
  return {
    ...(typeof lab === 'string' && { lab }),
    ...(typeof step === 'string' && { step }),
    ...(typeof file === 'string' && { file })
  }
}
