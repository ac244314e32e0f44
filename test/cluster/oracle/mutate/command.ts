import { openOwnJudge } from '../judge.ts'
import { explanations, type Explanation } from './differences.ts'
import { explanationOf, groupedReport, isFault } from './report.ts'
import { runMutations, type Mutated, type Options } from './run.ts'

export interface MutationResult {
  /** How many objects were asked about. */
  readonly count: number
  readonly unexplained: readonly Mutated[]
  /** Reasons for differences of which none was met. */
  readonly unused: readonly Explanation[]
}

/** Asks the API server that is started here, and the linter, about changed objects. */
export async function judgeMutations(
  options: Options,
  tell: (kind: string) => void = () => undefined
): Promise<MutationResult> {
  const judge = await openOwnJudge()
  const unexplained: Mutated[] = []
  const used = new Set<Explanation>()
  let count = 0
  try {
    let last = ''
    let ofKind = 0
    const tellLast = (): void => {
      if (last !== '') tell(`${last}: ${ofKind} changed objects`)
      ofKind = 0
    }
    const tellUnasked = (kind: string): void =>
      tell(`${kind}: not asked, since no object is known that both take`)
    for await (const one of runMutations(judge, options, tellUnasked)) {
      if (one.kind !== last) tellLast()
      last = one.kind
      count++
      ofKind++
      if (!isFault(one)) continue
      const known = explanationOf(one)
      if (known) used.add(known)
      if (!known || options.explained === true) unexplained.push(one)
    }
    tellLast()
  } finally {
    await judge.close()
  }
  return { count, unexplained, unused: explanations.filter(one => !used.has(one)) }
}

/** `npm run oracle -- --mutate`; answers the status to exit with. */
export async function compareMutations(options: Options): Promise<number> {
  const { count, unexplained, unused } = await judgeMutations(options, kind => console.error(kind))
  for (const line of groupedReport(unexplained)) console.log(line)
  const isWhole = options.kinds.length === 0 && options.sample === Infinity
  const old = isWhole ? unused : []
  for (const { field, why } of old)
    console.log(`${String(field)}: a difference is explained that there is not (${why}).`)
  const what = options.explained === true ? 'differ' : 'differ without a reason'
  console.log(`${count} changed objects; ${unexplained.length} ${what}.`)
  return unexplained.length + old.length === 0 ? 0 : 1
}
