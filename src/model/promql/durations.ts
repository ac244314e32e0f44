import { parsePrometheusDuration } from '../prometheus-duration.ts'
import type { Cursor } from './cursor.ts'
import type { Token } from './tokens.ts'

const strength: Readonly<Record<string, number>> = {
  '+': 1,
  '-': 1,
  '*': 2,
  '/': 2,
  '%': 2,
  '^': 3
}

/** Prometheus counts in nanoseconds, with 63 bits. */
const mostSeconds = 2 ** 63 / 1e9

/** The number that a token is, in seconds where it is a duration. */
export function numberOf(cursor: Cursor, token: Token): number {
  if (token.kind !== 'duration') {
    const value = Number(token.text.replaceAll('_', ''))
    if (value === Infinity) cursor.tellOf(token, 'This number is too large.')
    return value
  }
  const value = parsePrometheusDuration(token.text)
  if (value === undefined)
    cursor.tellOf(token, 'The units of a duration come from the largest to the smallest: `1h30m`.')
  else if (value / 1000 > mostSeconds) cursor.tellOf(token, 'This duration is too long.')
  return (value ?? 1) / 1000
}

/** A duration between brackets, which has to be longer than nothing where it is a plain number. */
export function positiveDuration(cursor: Cursor): void {
  const start = cursor.next.offset
  const value = duration(cursor)
  if (value !== undefined && value <= 0)
    cursor.tell('This has to be longer than 0.', { start, end: cursor.end })
}

/** What comes after `offset`: a calculation has to stand in parentheses. */
export function offsetDuration(cursor: Cursor): void {
  if (cursor.isSign('(')) duration(cursor)
  else signedDuration(cursor)
}

/** Reads a calculation with durations. Its value is known where it is one number. */
function duration(cursor: Cursor, least = 1): number | undefined {
  let value = signedDuration(cursor)
  for (;;) {
    const own = cursor.next.kind === 'sign' ? strength[cursor.next.text] : undefined
    if (own === undefined || own < least) return value
    const operator = cursor.take()
    const right = duration(cursor, own + 1)
    if (right === 0 && /[/%]/.test(operator.text))
      cursor.tellOf(operator, 'Nothing can be divided by 0.')
    value = undefined
  }
}

function signedDuration(cursor: Cursor): number | undefined {
  if (!cursor.isSign('+', '-')) return singleDuration(cursor)
  const isNegative = cursor.take().text === '-'
  const value = signedDuration(cursor)
  return value !== undefined && isNegative ? -value : value
}

function singleDuration(cursor: Cursor): number | undefined {
  const { next, word } = cursor
  if (next.kind === 'number' || next.kind === 'duration') {
    const value = numberOf(cursor, cursor.take())
    if (value > mostSeconds) cursor.tellOf(next, 'This duration is too long.')
    return value
  }
  if (cursor.takeSign('(')) {
    duration(cursor)
    cursor.expectSign(')')
    return undefined
  }
  if (!/^(?:step|range|max_of|min_of)$/.test(word))
    return cursor.fail('A duration such as `5m` belongs here.')
  cursor.take()
  cursor.expectSign('(')
  if (word.endsWith('_of')) {
    duration(cursor)
    cursor.expectSign(',')
    duration(cursor)
  }
  cursor.expectSign(')')
  return undefined
}
