/** What is wrong in an expression of PromQL, and where. */
export interface PromqlProblem {
  readonly message: string
  readonly offset: number
  readonly length: number
  /** What has to stand there, where there is one right word. */
  readonly meant?: string
}

interface Token {
  readonly text: string
  readonly offset: number
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/**
 * What can be told of an expression without knowing all of its language: whether it is empty, the first
 * bracket or quote that has no counterpart, and then every place that no expression can have. What is not
 * said here may still be refused. https://prometheus.io/docs/prometheus/latest/querying/basics/
 */
export function promqlProblems(text: string): readonly PromqlProblem[] {
  const tokens = tokensOf(text)
  const bracket = bracketProblem(tokens)
  if (bracket) return [bracket]
  if (tokens.length === 0) return [{ message: 'The expression is empty.', offset: 0, length: 1 }]
  return [...signProblems(tokens), ...callProblems(tokens), ...endProblems(tokens)].sort(
    (a, b) => a.offset - b.offset
  )
}

/** A string is one token, a quote that nothing closes is one, too; comments are none. */
function tokensOf(text: string): readonly Token[] {
  const pattern =
    /#[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`|[A-Za-z_:][\w:]*|\d[\w.]*|==|!=|=~|!~|>=|<=|\S/g
  return Array.from(text.matchAll(pattern), match => ({
    text: match[0],
    offset: match.index
  })).filter(token => !token.text.startsWith('#'))
}

function bracketProblem(tokens: readonly Token[]): PromqlProblem | undefined {
  const open: Token[] = []
  for (const { text, offset } of tokens) {
    if (/^["'`]$/.test(text)) return { message: 'This quote is not closed.', offset, length: 1 }
    if (closing[text] !== undefined) open.push({ text, offset })
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

/** Signs of comparison outside of selectors, and values without quotes in them. */
function signProblems(tokens: readonly Token[]): readonly PromqlProblem[] {
  let inSelector = false
  return tokens.flatMap(({ text, offset }, i): PromqlProblem[] => {
    if (text === '{') inSelector = true
    if (text === '}') inSelector = false
    const length = text.length
    if (!inSelector && text === '=')
      return [{ message: 'Values are compared with `==`.', offset, length, meant: '==' }]
    if (!inSelector && (text === '=~' || text === '!~'))
      return [
        { message: `\`${text}\` stands only between the braces of a selector.`, offset, length }
      ]
    if (!inSelector || !/^(?:=|!=|=~|!~|==)$/.test(text)) return []
    if (text === '==') return [{ message: 'A selector has one `=`.', offset, length, meant: '=' }]
    const value = tokens[i + 1]
    return value && /^[\w:]/.test(value.text)
      ? [
          {
            message: `The value ${value.text} needs quotes.`,
            offset: value.offset,
            length: value.text.length
          }
        ]
      : []
  })
}

/** Functions of a range, by the place of the argument that is one. */
const ofRange: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    (
      'rate irate increase delta idelta deriv changes resets predict_linear holt_winters ' +
      'double_exponential_smoothing avg_over_time min_over_time max_over_time sum_over_time count_over_time ' +
      'stddev_over_time stdvar_over_time last_over_time present_over_time absent_over_time mad_over_time'
    )
      .split(' ')
      .map(name => [name, 0])
  ),
  quantile_over_time: 1
}

/** A range can come from brackets only, so an argument without any is none. */
function callProblems(tokens: readonly Token[]): readonly PromqlProblem[] {
  return tokens.flatMap(({ text, offset }, i) => {
    const place = Object.hasOwn(ofRange, text) ? ofRange[text] : undefined
    if (place === undefined || tokens[i + 1]?.text !== '(') return []
    const argument = argumentsOf(tokens, i + 1)[place]
    if (!argument || argument.length === 0 || argument.some(token => token.text === '[')) return []
    return [
      {
        message: `${text} needs a range, such as \`[5m]\`, behind the selector.`,
        offset,
        length: text.length
      }
    ]
  })
}

/** The tokens of each argument of the call whose bracket opens at `open`. */
function argumentsOf(tokens: readonly Token[], open: number): readonly (readonly Token[])[] {
  const found: Token[][] = [[]]
  let depth = 0
  for (const token of tokens.slice(open)) {
    if (closing[token.text] !== undefined && depth++ === 0) continue
    if (/^[)\]}]$/.test(token.text) && --depth === 0) break
    if (token.text === ',' && depth === 1) found.push([])
    else found.at(-1)?.push(token)
  }
  return found
}

/** An operator at the end of the expression, and one at its beginning that needs two sides. */
function endProblems(tokens: readonly Token[]): readonly PromqlProblem[] {
  const first = tokens[0]
  const last = tokens.at(-1)
  const found: PromqlProblem[] = []
  if (first && /^(?:[*/%^<>]|==|!=|>=|<=)$/.test(first.text))
    found.push({
      message: `Nothing stands before \`${first.text}\`.`,
      offset: first.offset,
      length: first.text.length
    })
  if (last && last !== first && /^(?:[-+*/%^<>]|==|!=|>=|<=|and|or|unless)$/.test(last.text))
    found.push({
      message: `Nothing stands behind \`${last.text}\`.`,
      offset: last.offset,
      length: last.text.length
    })
  return found
}
