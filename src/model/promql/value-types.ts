import { didYouMean } from '../../base/did-you-mean.ts'
import type { Cursor, Stretch } from './cursor.ts'
import { functions, type ValueType } from './functions.ts'
import { stretchOf } from './cursor.ts'
import type { Token } from './tokens.ts'

/** A part of an expression, with what the parts around it have to know. */
export interface Part extends Stretch {
  /** What it gives; `any` where that is not known, which every place takes. */
  readonly type: ValueType | 'any'
  readonly form: 'selector' | 'range' | 'subquery' | 'number' | 'other'
  readonly isMoved?: boolean
  readonly isPinned?: boolean
}

/** How the sides of an operator are matched. */
export interface Matching {
  readonly isBool: boolean
  /** `on` and `ignoring` with their labels. */
  readonly by?: 'on' | 'ignoring'
  readonly labels: readonly Token[]
  readonly grouping?: Token
  readonly included: readonly Token[]
  readonly fill?: Token
}

const nameOf: Readonly<Record<ValueType, string>> = {
  scalar: 'a number',
  vector: 'series with one value each',
  range: 'a range of values',
  string: 'a text'
}

/** Tells a part that is of another type than its place takes. */
export function expectType(cursor: Cursor, part: Part, wanted: ValueType, taker: string): void {
  if (part.type === wanted || part.type === 'any') return
  cursor.tell(
    wanted === 'range' && part.type === 'vector'
      ? `${taker} needs a range, such as \`[5m]\`, behind the selector.`
      : part.type === 'range' && wanted === 'vector'
        ? `${taker} takes one value of each series, and this is a range of them: a function such as rate belongs around it.`
        : `${taker} takes ${nameOf[wanted]} here, and this is ${nameOf[part.type]}.`,
    part
  )
}

/** Checks a call of a function; gives its type. */
export function checkCall(cursor: Cursor, name: Token, parts: readonly Part[]): Part['type'] {
  const signature = functions.get(name.text)
  if (!signature) {
    const meant = didYouMean(name.text, functions.keys())
    const more = meant === undefined ? '' : ` Did you mean ${meant}?`
    cursor.tellOf(name, `There is no function ${name.text}.${more}`, meant)
    return 'any'
  }
  const { takes, least, most, gives } = signature
  const count = (number: number): string => `${number} argument${number === 1 ? '' : 's'}`
  if (parts.length < least || parts.length > most)
    cursor.tellOf(
      name,
      `${name.text} takes ${least === most ? count(least) : most === Infinity ? `at least ${count(least)}` : `${least} to ${count(most)}`}, and here are ${parts.length}.`
    )
  for (const [i, part] of parts.entries()) {
    const wanted = takes[i] ?? (most === Infinity ? takes.at(-1) : undefined)
    if (wanted !== undefined) expectType(cursor, part, wanted, name.text)
  }
  return gives
}

/** Checks the two sides of an operator; gives what comes out. */
export function checkOperator(
  cursor: Cursor,
  operator: Token,
  left: Part,
  right: Part,
  matching: Matching
): Part['type'] {
  const word = operator.text.toLowerCase()
  const isSet = /^(?:and|or|unless)$/.test(word)
  const isComparison = /^(?:[<>]=?|[=!]?=)$/.test(word)
  for (const side of [left, right])
    if (side.type === 'range' || side.type === 'string')
      cursor.tell(`\`${word}\` takes no ${side.type === 'range' ? 'range' : 'text'}.`, side)
  const isScalar = [left, right].map(({ type }) => type === 'scalar')
  const areScalars = isScalar.every(Boolean)
  if (matching.isBool && !isComparison)
    cursor.tellOf(operator, '`bool` goes with comparisons only.')
  if (isComparison && areScalars && !matching.isBool)
    cursor.tellOf(operator, `Two numbers are compared with \`${word} bool\`.`)
  if (isScalar.includes(true)) {
    if (isSet) cursor.tellOf(operator, `\`${word}\` takes series on both sides, and no number.`)
    if (matching.labels.length > 0 && matching.by)
      cursor.tellOf(operator, `\`${matching.by}\` needs series on both sides, and one is a number.`)
    if (matching.fill) cursor.tellOf(matching.fill, 'Only series can be filled in.')
  } else if (isSet) {
    for (const token of [matching.grouping, matching.fill])
      if (token) cursor.tellOf(token, `\`${token.text}\` does not go with \`${word}\`.`)
  }
  if (matching.by === 'on')
    for (const label of matching.included)
      if (matching.labels.some(({ text }) => text === label.text))
        cursor.tell(
          `The label ${label.text} stands behind \`on\`, so it is on both sides already.`,
          stretchOf(label)
        )
  return areScalars ? 'scalar' : 'vector'
}
