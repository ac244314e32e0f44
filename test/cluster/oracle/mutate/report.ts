import { groupBy } from '../../../../src/base/group-by.ts'
import { isDifference } from '../report.ts'
import { explanations, type Explanation } from './differences.ts'
import type { Mutated } from './run.ts'

/** Whether server and linter think otherwise of it, or a rule threw on it. */
export function isFault(one: Mutated): boolean {
  return isDifference(one) || one.thrown.length > 0
}

/** Why a difference stays. A rule may never throw, so nothing explains that. */
export function explanationOf(
  one: Mutated,
  known: readonly Explanation[] = explanations
): Explanation | undefined {
  if (one.thrown.length > 0) return undefined
  return known.find(
    ({ outcome, kind, field, what }) =>
      (outcome === undefined || outcome === one.outcome) &&
      (kind?.test(one.kind) ?? true) &&
      field.test(one.field) &&
      (what?.test(one.what) ?? true)
  )
}

/** Differences by kind, field and outcome, the first of each in the words of both. */
export function groupedReport(faults: readonly Mutated[]): string[] {
  return [...groupBy(faults, one => `${one.kind} ${one.field}: ${outcomeOf(one)}`)].map(
    ([title, own]) => {
      const [first] = own
      const words = first?.answers.flatMap(answer => ('words' in answer ? answer.words : [])) ?? []
      const errors = first?.findings.filter(({ severity }) => severity === 'error') ?? []
      return [
        `${title} (${own.map(({ what }) => what).join(', ')})`,
        `  server: ${words.length > 0 ? words.join('; ') : 'accepts it'}`,
        ...errors.map(({ rule, path, what }) => `  ours:   ${rule} ${path}: ${what}`)
      ].join('\n')
    }
  )
}

function outcomeOf({ outcome, thrown }: Mutated): string {
  return thrown.length > 0 ? `${thrown.join(', ')} threw` : outcome
}
