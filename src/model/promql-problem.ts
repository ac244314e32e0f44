import { Cursor, Unreadable, type PromqlProblem } from './promql/cursor.ts'
import { expression } from './promql/expression.ts'
import { tokensOf, type Token } from './promql/tokens.ts'

export type { PromqlProblem } from './promql/cursor.ts'

/**
 * What Prometheus refuses in an expression: the first bracket that has no counterpart, or else every value of a wrong
 * type up to the first place that cannot be read. What a Prometheus has to be asked for by a feature flag counts as
 * right. https://prometheus.io/docs/prometheus/latest/querying/basics/
 */
export function promqlProblems(text: string): readonly PromqlProblem[] {
  const tokens = tokensOf(text)
  const bracket = bracketProblem(tokens)
  if (bracket) return [bracket]
  if (tokens.length === 1) return [{ message: 'The expression is empty.', offset: 0, length: 1 }]
  const cursor = new Cursor(tokens)
  try {
    expression(cursor)
  } catch (thrown) {
    if (!(thrown instanceof Unreadable)) throw thrown
  }
  return cursor.problems.sort((a, b) => a.offset - b.offset)
}

/**
 * Whether an expression is for Loki, whose rules stand in the same objects: lines of logs are filtered and read by what
 * follows a pipe, or counted in bytes. https://grafana.com/docs/loki/latest/query/
 */
export function isLogql(text: string): boolean {
  const tokens = tokensOf(text)
  let isSelector = false
  return tokens.some(({ kind, text: own }, i) => {
    if (kind === 'sign' && (own === '{' || own === '}')) isSelector = own === '{'
    const [next, second] = [tokens[i + 1], tokens[i + 2]]
    const isFiltered = own === '}' && /^![=~]$/.test(next?.text ?? '')
    return (
      (kind === 'wrong' && own === '|' && !isSelector) ||
      (isFiltered && second?.kind === 'string') ||
      (kind === 'name' && /^bytes_(?:rate|over_time)$/.test(own) && next?.text === '(')
    )
  })
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

function bracketProblem(tokens: readonly Token[]): PromqlProblem | undefined {
  const open: Token[] = []
  for (const { kind, text, offset } of tokens) {
    if (kind === 'wrong' && /^["'`]$/.test(text))
      return { message: 'This quote is not closed.', offset, length: 1 }
    if (kind !== 'sign') continue
    if (closing[text] !== undefined) open.push({ kind, text, offset })
    else if (/^[)\]}]$/.test(text)) {
      const last = open.pop()
      if (!last) return { message: 'A bracket is closed that was never opened.', offset, length: 1 }
      const wanted = closing[last.text] ?? ''
      if (text !== wanted) return { message: `Here \`${wanted}\` is missing.`, offset, length: 1 }
    }
  }
  const last = open.at(-1)
  return last && { message: 'This bracket is not closed.', offset: last.offset, length: 1 }
}
