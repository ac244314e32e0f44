import { isRecord } from '../../../src/base/json.ts'
import type { Answers } from './play-scene.ts'
import type { Difference } from './scene.ts'

export interface Mismatch {
  /** Step number and path, such as `2.body.message`. */
  readonly at: string
  readonly real: unknown
  readonly practice: unknown
}

/** Every place where two clusters answered differently, down to single values. */
export function compareAnswers(real: Answers, practice: Answers): readonly Mismatch[] {
  return [...differences(real, practice, [])]
}

/** Mismatches that no listed difference explains, and listed ones that are none any more. */
export function unexplained(
  mismatches: readonly Mismatch[],
  listed: readonly Difference[]
): { readonly news: readonly Mismatch[]; readonly stale: readonly Difference[] } {
  return {
    news: mismatches.filter(({ at }) => !listed.some(one => matches(one.at, at))),
    stale: listed.filter(one => !mismatches.some(({ at }) => matches(one.at, at)))
  }
}

function matches(pattern: string, at: string): boolean {
  const [wanted, parts] = [pattern.split('.'), at.split('.')]
  return wanted.every((part, i) => part === '*' || part === parts[i])
}

function* differences(
  real: unknown,
  practice: unknown,
  at: readonly string[]
): Generator<Mismatch> {
  if (Object.is(real, practice)) return
  const isList = Array.isArray(real) && Array.isArray(practice)
  if (!isList && !(isRecord(real) && isRecord(practice))) {
    yield { at: at.join('.'), real, practice }
    return
  }
  const [left, right] = [fieldsOf(real), fieldsOf(practice)]
  for (const key of new Set([...left.keys(), ...right.keys()]))
    yield* differences(left.get(key), right.get(key), [...at, key])
}

export function sentenceOf({ at, real, practice }: Mismatch): string {
  return `${at}: the real cluster says ${JSON.stringify(real)}, the practice cluster ${JSON.stringify(practice)}`
}

/** Fields of an object or items of a list, by their name or number. */
function fieldsOf(value: object): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(value))
}
