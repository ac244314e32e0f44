import { stretchOf, type Cursor } from './cursor.ts'
import { numberOf, offsetDuration, positiveDuration } from './durations.ts'
import { aggregations } from './functions.ts'
import { checkString, labelList, matchers } from './selectors.ts'
import { checkCall, checkOperator, expectType, type Matching, type Part } from './value-types.ts'
import type { Token } from './tokens.ts'

/** Operators by how strongly they bind. */
const strength: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  ...Object.fromEntries(['==', '=', '!=', '>=', '<=', '>', '<', '</', '>/'].map(one => [one, 3])),
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  atan2: 5,
  '^': 6
}

/** A sign before a value binds as strongly as `*`. */
const ofSign = 5

/** Words that no metric is called by. */
const reserved = new Set(['bool', 'on', 'ignoring', 'group_left', 'group_right', 'atan2'])
/** Words that a metric may be called by, and a function may not. */
const uncallable = new Set(
  'and or unless by without offset anchored smoothed fill fill_left fill_right'.split(' ')
)

/** Reads a whole expression. Problems are left in the cursor. */
export function expression(cursor: Cursor): void {
  operation(cursor)
  if (cursor.next.kind === 'end') return
  const { next } = cursor
  cursor.fail(
    next.kind === 'sign'
      ? `\`${next.text}\` has no meaning here.`
      : `An operator is missing before ${next.text}.`
  )
}

function operation(cursor: Cursor, least = 1): Part {
  let left = signed(cursor)
  for (;;) {
    const operator = cursor.next
    const own = strengthOf(cursor)
    if (own === undefined || own < least) return left
    cursor.take()
    if (operator.text === '=') cursor.tellOf(operator, 'Values are compared with `==`.', '==')
    const matching = matchingOf(cursor)
    if (cursor.next.kind === 'end' || cursor.isSign(')', ','))
      cursor.failAt(operator, `Nothing stands behind \`${operator.text}\`.`)
    const right = operation(cursor, operator.text === '^' ? own : own + 1)
    const type = checkOperator(cursor, operator, left, right, matching)
    left = { form: 'other', type, start: left.start, end: right.end }
  }
}

function strengthOf(cursor: Cursor): number | undefined {
  const { next, word } = cursor
  if (next.kind === 'sign' && (next.text === '=~' || next.text === '!~'))
    cursor.fail(`\`${next.text}\` stands only between the braces of a selector.`)
  const text = next.kind === 'sign' ? next.text : word
  return Object.hasOwn(strength, text) ? strength[text] : undefined
}

/** What may stand between an operator and its right side. */
function matchingOf(cursor: Cursor): Matching {
  const isBool = cursor.word === 'bool'
  if (isBool) cursor.take()
  const { word } = cursor
  const by = word === 'on' || word === 'ignoring' ? word : undefined
  let labels: readonly Token[] = []
  let included: readonly Token[] = []
  let grouping: Token | undefined
  if (by) {
    cursor.take()
    labels = labelList(cursor)
    if (/^group_(?:left|right)$/.test(cursor.word)) {
      grouping = cursor.take()
      if (cursor.isSign('(')) included = labelList(cursor)
    }
  }
  const fill = fillOf(cursor)
  return {
    isBool,
    labels,
    included,
    ...(by && { by }),
    ...(grouping && { grouping }),
    ...(fill && { fill })
  }
}

/** Values for series that one side lacks. */
function fillOf(cursor: Cursor): Token | undefined {
  let first: Token | undefined
  for (const seen = new Set<string>(); isFill(cursor, seen);) {
    const { word } = cursor
    const token = cursor.take()
    first ??= token
    // `fill` is both sides at once.
    for (const one of word === 'fill' ? ['fill', 'fill_left', 'fill_right'] : [word, 'fill'])
      seen.add(one)
    cursor.expectSign('(')
    if (cursor.isSign('+', '-')) cursor.take()
    if (!isNumber(cursor)) cursor.fail('A number belongs here.')
    numberOf(cursor, cursor.take())
    cursor.expectSign(')')
  }
  return first
}

function isFill(cursor: Cursor, seen: ReadonlySet<string>): boolean {
  const isWord = /^fill(?:_left|_right)?$/.test(cursor.word)
  return isWord && cursor.afterNext.text === '(' && !seen.has(cursor.word)
}

function isNumber({ next, word }: Cursor): boolean {
  return /^(?:number|duration)$/.test(next.kind) || /^(?:inf|nan)$/.test(word)
}

function signed(cursor: Cursor): Part {
  if (!cursor.isSign('+', '-')) return modified(cursor)
  const sign = cursor.take()
  if (cursor.next.kind === 'end') cursor.failAt(sign, `Nothing stands behind \`${sign.text}\`.`)
  const part = operation(cursor, ofSign + 1)
  if (part.type === 'range' || part.type === 'string')
    cursor.tell(`\`${sign.text}\` takes no ${part.type === 'range' ? 'range' : 'text'}.`, part)
  return { ...part, form: part.form === 'number' ? 'number' : 'other', start: sign.offset }
}

/** A value with what may follow it: a range, a time to look at, a way to see the ends of the range. */
function modified(cursor: Cursor, first?: Part): Part {
  let part = first ?? single(cursor)
  for (;;) {
    const { word } = cursor
    if (cursor.isSign('[')) part = ranged(cursor, part)
    else if (cursor.isSign('@')) part = pinned(cursor, part)
    else if (word === 'offset') part = moved(cursor, part)
    else if (word === 'anchored' || word === 'smoothed') {
      const token = cursor.take()
      if (part.form !== 'selector' && part.form !== 'range')
        cursor.tellOf(token, `\`${word}\` belongs behind a selector.`)
    } else return part
  }
}

function ranged(cursor: Cursor, part: Part): Part {
  const open = cursor.take()
  positiveDuration(cursor)
  const isSubquery = cursor.takeSign(':') !== undefined
  if (isSubquery && !cursor.isSign(']')) positiveDuration(cursor)
  cursor.expectSign(']')
  const place = { start: open.offset, end: cursor.end }
  if (isSubquery) expectType(cursor, part, 'vector', '`[…:]`')
  else if (part.form !== 'selector')
    cursor.tell(
      'A range belongs behind a selector. That of an expression has a step: `[5m:1m]`, or `[5m:]`.',
      place
    )
  else if (part.isMoved || part.isPinned)
    cursor.tell('The range belongs before `offset` and `@`.', place)
  return {
    form: isSubquery ? 'subquery' : 'range',
    type: 'range',
    start: part.start,
    end: cursor.end
  }
}

function moved(cursor: Cursor, part: Part): Part {
  const word = cursor.take()
  offsetDuration(cursor)
  if (!isMovable(part)) cursor.tellOf(word, '`offset` belongs behind a selector or a range.')
  else if (part.isMoved) cursor.tellOf(word, '`offset` is here a second time.')
  return { ...part, isMoved: true, end: cursor.end }
}

function pinned(cursor: Cursor, part: Part): Part {
  const sign = cursor.take()
  if (/^(?:start|end)$/.test(cursor.word)) {
    cursor.take()
    cursor.expectSign('(')
    cursor.expectSign(')')
  } else {
    if (cursor.isSign('+', '-')) cursor.take()
    const time = cursor.next
    if (time.kind !== 'number' && time.kind !== 'duration')
      cursor.fail('A time in seconds, `start()` or `end()` belongs behind `@`.')
    const seconds = numberOf(cursor, cursor.take())
    if (seconds >= 2 ** 63) cursor.tellOf(time, 'This time is too far away.')
  }
  if (!isMovable(part)) cursor.tellOf(sign, '`@` belongs behind a selector or a range.')
  else if (part.isPinned) cursor.tellOf(sign, '`@` is here a second time.')
  return { ...part, isPinned: true, end: cursor.end }
}

function isMovable({ form }: Part): boolean {
  return form === 'selector' || form === 'range' || form === 'subquery'
}

function single(cursor: Cursor): Part {
  const { next } = cursor
  const part = (form: Part['form'], type: Part['type']): Part => ({
    form,
    type,
    start: next.offset,
    end: cursor.end
  })
  if (isNumber(cursor)) {
    if (next.kind !== 'name') numberOf(cursor, next)
    cursor.take()
    return part('number', 'scalar')
  }
  if (next.kind === 'string') {
    checkString(cursor, cursor.take())
    return part('other', 'string')
  }
  if (next.kind === 'name') return named(cursor)
  if (cursor.isSign('{')) return selector(cursor)
  if (!cursor.takeSign('(')) return nothing(cursor)
  if (cursor.isSign(')')) cursor.fail('Nothing stands between these parentheses.')
  const { type } = operation(cursor)
  cursor.expectSign(')')
  return part('other', type)
}

function nothing(cursor: Cursor): never {
  const { next } = cursor
  if (next.kind === 'end') return cursor.fail('The expression ends too early.')
  return cursor.fail(
    next.kind === 'sign' && !'()[]{},:@'.includes(next.text)
      ? `Nothing stands before \`${next.text}\`.`
      : `A value is missing before \`${next.text}\`.`
  )
}

function named(cursor: Cursor): Part {
  const { next, word, afterNext } = cursor
  if (reserved.has(word)) cursor.fail(`\`${word}\` belongs behind an operator.`)
  const isCalled = afterNext.text === '('
  if (aggregations.has(word) && (isCalled || /^(?:by|without)$/i.test(afterNext.text)))
    return aggregation(cursor)
  if (!isCalled || uncallable.has(word) || next.text.includes(':')) return selector(cursor)
  cursor.take()
  const parts = argumentsOf(cursor, next.text === 'info')
  const type = checkCall(cursor, next, parts)
  return { form: 'other', type, start: next.offset, end: cursor.end }
}

function aggregation(cursor: Cursor): Part {
  const name = cursor.take()
  const isGrouped = grouped(cursor)
  const parts = argumentsOf(cursor)
  if (!isGrouped) grouped(cursor)
  const wanted = aggregations.get(name.text.toLowerCase()) ? 2 : 1
  if (parts.length !== wanted)
    cursor.tellOf(
      name,
      wanted === 1
        ? `${name.text} takes one expression, and here are ${parts.length}.`
        : `${name.text} takes a parameter and an expression: 2 arguments, and here are ${parts.length}.`
    )
  else {
    const [series, parameter] = parts.toReversed()
    if (series) expectType(cursor, series, 'vector', name.text)
    const type = name.text.toLowerCase() === 'count_values' ? 'string' : 'scalar'
    if (parameter) expectType(cursor, parameter, type, name.text)
  }
  return { form: 'other', type: 'vector', start: name.offset, end: cursor.end }
}

function grouped(cursor: Cursor): boolean {
  if (!/^(?:by|without)$/.test(cursor.word)) return false
  cursor.take()
  labelList(cursor)
  return true
}

/** @param isInfo the second argument may select by labels that all series have or lack */
function argumentsOf(cursor: Cursor, isInfo = false): readonly Part[] {
  const parts: Part[] = []
  cursor.expectSign('(')
  while (!cursor.isSign(')')) {
    const { next } = cursor
    if (isInfo && parts.length === 1 && cursor.isSign('{'))
      parts.push(modified(cursor, selector(cursor, true)))
    else {
      parts.push(operation(cursor))
      if (isInfo && parts.length === 2)
        cursor.tellOf(next, 'The second argument of info is labels between braces.')
    }
    const comma = cursor.takeSign(',')
    if (comma && cursor.isSign(')'))
      cursor.tellOf(comma, 'No comma stands before the `)` of a call.')
    if (!comma && !cursor.isSign(')'))
      cursor.fail(`An operator or a comma is missing before ${cursor.next.text}.`)
  }
  cursor.expectSign(')')
  return parts
}

/** @param mayTakeAll whether a selector may take every series there is */
function selector(cursor: Cursor, mayTakeAll = false): Part {
  const first = cursor.next
  const isNamed = first.kind === 'name'
  if (isNamed) cursor.take()
  if (cursor.isSign('{')) {
    const { selects, name } = matchers(cursor)
    const place = { start: first.offset, end: cursor.end }
    if (isNamed && name) cursor.tell(`The metric is called ${first.text} already.`, stretchOf(name))
    if (!isNamed && !selects && !mayTakeAll)
      cursor.tell(
        'This takes every series there is: one label needs a value that is not empty.',
        place
      )
  }
  return { form: 'selector', type: 'vector', start: first.offset, end: cursor.end }
}
