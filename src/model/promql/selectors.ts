import { patternProblem } from '../pattern-problem.ts'
import { stretchOf, type Cursor } from './cursor.ts'
import { unquoted, wrongEscape, type Token } from './tokens.ts'

/** What the braces of a selector say. */
export interface Matchers {
  /** Whether one of them leaves out series without its label. */
  readonly selects: boolean
  /** The place where they name the metric. */
  readonly name?: Token
}

/** Reads the braces of a selector. */
export function matchers(cursor: Cursor): Matchers {
  cursor.expectSign('{')
  let selects = false
  let name: Token | undefined
  while (!cursor.isSign('}')) {
    const label = cursor.next
    const isQuoted = label.kind === 'string'
    if (!isQuoted && label.kind !== 'name') cursor.fail('The name of a label belongs here.')
    if (isQuoted) checkString(cursor, cursor.take())
    else cursor.take()
    if (isQuoted && cursor.isSign(',', '}')) {
      name ??= label
      selects = true
    } else {
      const isNarrow = matcher(cursor, label)
      selects ||= isNarrow
      if ((isQuoted ? unquoted(label.text) : label.text) === '__name__') name ??= label
    }
    if (!cursor.takeSign(',') && !cursor.isSign('}'))
      cursor.fail('Labels are parted by commas; here `,` or `}` is missing.')
  }
  cursor.expectSign('}')
  return name ? { selects, name } : { selects }
}

/** Whether what stands behind the name of a label leaves out series without that label. */
function matcher(cursor: Cursor, label: Token): boolean {
  if (!cursor.isSign('=', '!=', '=~', '!~', '=='))
    cursor.fail(`After the label ${label.text} comes \`=\`, \`!=\`, \`=~\` or \`!~\`.`)
  const operator = cursor.take()
  if (operator.text === '==') cursor.tellOf(operator, 'A selector has one `=`.', '=')
  const value = cursor.next
  if (value.kind === 'name' || value.kind === 'number' || value.kind === 'duration') {
    cursor.take()
    cursor.tellOf(value, `The value ${value.text} needs quotes.`, `"${value.text}"`)
    return true
  }
  if (value.kind !== 'string') return cursor.fail('A value in quotes belongs here.')
  checkString(cursor, cursor.take())
  const text = unquoted(value.text)
  if (!operator.text.endsWith('~')) return (text !== '') === (operator.text !== '!=')
  const problem = patternProblem(text)
  if (problem !== undefined)
    cursor.tell(`This is no regular expression. ${problem}.`, stretchOf(value))
  const takesNone = takesNothing(text)
  return takesNone === undefined || takesNone === (operator.text === '!~')
}

/** Whether a pattern takes the empty text; undefined for one that only RE2 reads. */
function takesNothing(pattern: string): boolean | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`).test('')
  } catch {
    return undefined
  }
}

/** Tells an escape that no string has. */
export function checkString(cursor: Cursor, token: Token): void {
  const wrong = wrongEscape(token)
  if (!wrong) return
  const start = token.offset + wrong.offset
  cursor.tell(
    'No string has this escape; a backslash is written as `\\\\`, or the string stands in backticks.',
    { start, end: start + wrong.length }
  )
}

/** Reads labels between parentheses, as `by`, `on` and `group_left` have them. */
export function labelList(cursor: Cursor): readonly Token[] {
  const found: Token[] = []
  cursor.expectSign('(')
  while (!cursor.isSign(')')) {
    const isName = cursor.next.kind === 'name' && cursor.word !== 'without'
    if (!isName && cursor.next.kind !== 'string') cursor.fail('The name of a label belongs here.')
    found.push(cursor.take())
    if (!cursor.takeSign(',') && !cursor.isSign(')'))
      cursor.fail('Labels are parted by commas; here `,` or `)` is missing.')
  }
  cursor.expectSign(')')
  return found
}
