/** One measured quantity: what was measured, on whom, and every value that was seen. */
export interface Figure {
  readonly section: string
  /** What the value means, with cold or warm and what is left out. */
  readonly what: string
  /** The program that was measured, with its version. */
  readonly who: string
  readonly unit: Unit
  readonly outcome: Sample | Missing
}

export type Unit = 'ms' | 'MB' | 'kB' | '×'

export interface Sample {
  readonly values: readonly number[]
  /** Runs before these, which are not counted. */
  readonly warmUp: number
}

/** Why there is no value: the program could not be installed, or the measurement could not be made. */
export interface Missing {
  readonly missing: string
}

export function isMissing(outcome: Sample | Missing): outcome is Missing {
  return 'missing' in outcome
}

/** The middle value; of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  const upper = sorted[half] ?? NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? NaN) + upper) / 2
}

/** Calls `run` for a value again and again, one call after the other. */
export async function sampled(
  { runs, warmUp }: { readonly runs: number; readonly warmUp: number },
  run: (turn: number) => number | Promise<number>
): Promise<Sample> {
  const values: number[] = []
  for (let turn = 0; turn < warmUp + runs; turn++) {
    const value = await run(turn)
    if (turn >= warmUp) values.push(value)
  }
  return { values, warmUp }
}

/** What stands in the place of a value when the measurement throws. */
export function missingBecause(thrown: unknown): Missing {
  return { missing: thrown instanceof Error ? thrown.message : String(thrown) }
}
