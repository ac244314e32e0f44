/** Where a selector of Calico can't be read. */
export interface CalicoSelectorProblem {
  readonly message: string
  readonly start: number
  readonly end: number
}

interface Token {
  readonly kind: 'word' | 'text' | 'call' | 'sign' | 'operator'
  readonly text: string
  readonly start: number
  readonly end: number
}

/**
 * Holds a selector against Calico's own language: `color == 'red' && has(tier)`. The empty one selects
 * everything. https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#selectors
 */
export function calicoSelectorProblem(text: string): CalicoSelectorProblem | undefined {
  const tokens = tokensOf(text)
  if (!Array.isArray(tokens)) return tokens as CalicoSelectorProblem
  const all = tokens as readonly Token[]
  if (all.length === 0) return undefined
  return new SelectorReader(text, all).read()
}

/** The tokens, or the first character that begins none. */
function tokensOf(text: string): readonly Token[] | CalicoSelectorProblem {
  const tokens: Token[] = []
  const pattern =
    /\s+|(?<text>"[^"]*"|'[^']*')|(?<call>(?:has\(\s*[\w./-]+\s*\)|(?:all|global)\(\s*\)))|(?<operator>&&|\|\||==|!=)|(?<sign>[(){},!])|(?<word>[\w./-]+)/y
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex
    const match = pattern.exec(text)
    if (!match) return unreadable(text, start)
    const found = (['text', 'call', 'operator', 'sign', 'word'] as const).find(
      one => match.groups?.[one] !== undefined
    )
    if (!found) continue
    const value = match[0]
    tokens.push({ kind: found, text: value, start, end: start + value.length })
  }
  return tokens
}

function unreadable(text: string, start: number): CalicoSelectorProblem {
  const character = text.charAt(start)
  const message = /['"]/.test(character)
    ? 'This quote is not closed.'
    : character === '='
      ? 'Write `==` for =.'
      : /[&|]/.test(character)
        ? `Write \`${character}${character}\` for ${character}.`
        : `${character} has no meaning here.`
  return { message, start, end: start + 1 }
}

class SelectorReader {
  readonly #text: string
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(text: string, tokens: readonly Token[]) {
    this.#text = text
    this.#tokens = tokens
  }

  read(): CalicoSelectorProblem | undefined {
    const problem = this.#expression()
    if (problem) return problem
    const rest = this.#next
    if (!rest) return undefined
    return rest.text === ')'
      ? this.#problem('A bracket is closed that was never opened.')
      : this.#problem('Here `&&` or `||` is missing.')
  }

  #expression(): CalicoSelectorProblem | undefined {
    if (++this.#depth > 200) return this.#problem('The selector is nested too deeply.')
    for (;;) {
      const problem = this.#operation()
      if (problem) return problem
      if (this.#next?.text !== '&&' && this.#next?.text !== '||') break
      this.#at++
    }
    this.#depth--
    return undefined
  }

  #operation(): CalicoSelectorProblem | undefined {
    while (this.#next?.text === '!') this.#at++
    const token = this.#next
    if (token?.kind === 'call') {
      this.#at++
      return undefined
    }
    if (token?.text === '(') return this.#group(token)
    if (token?.kind !== 'word') return this.#problem('A label is expected here.')
    this.#at++
    return this.#comparison(token)
  }

  #group(open: Token): CalicoSelectorProblem | undefined {
    this.#at++
    const problem = this.#expression()
    if (problem) return problem
    if (this.#next?.text !== ')')
      return this.#next
        ? this.#problem('Here `&&` or `||` is missing.')
        : { message: 'This bracket is not closed.', start: open.start, end: open.end }
    this.#at++
    return undefined
  }

  #comparison(label: Token): CalicoSelectorProblem | undefined {
    const rest = this.#text.slice(label.end)
    const operator = /^\s*(==|!=|contains|starts\s*with|ends\s*with|not\s*in\b|in\b)/.exec(rest)
    if (!operator) {
      const isCall = rest.startsWith('(')
      return {
        message: isCall
          ? `There is no ${label.text}(); there are has(label), all() and global().`
          : `After the label ${label.text} a comparison is expected, such as == 'value'.`,
        start: label.start,
        end: label.end
      }
    }
    const after = label.end + operator[0].length
    while (this.#next && this.#next.start < after) this.#at++
    return operator[1]?.endsWith('in') === true ? this.#set() : this.#value()
  }

  #value(): CalicoSelectorProblem | undefined {
    if (this.#next?.kind !== 'text') return this.#problem('Write the value in quotes.')
    this.#at++
    return undefined
  }

  #set(): CalicoSelectorProblem | undefined {
    const open = this.#next
    if (open?.text !== '{') return this.#problem("Write the values in braces: { 'a', 'b' }.")
    this.#at++
    while (this.#next?.kind === 'text') {
      this.#at++
      if (!this.#isNext(',')) break
      this.#at++
    }
    if (!this.#next)
      return { message: 'This brace is not closed.', start: open.start, end: open.end }
    if (this.#next.text !== '}') return this.#problem('Write the value in quotes.')
    this.#at++
    return undefined
  }

  #isNext(text: string): boolean {
    return this.#next?.text === text
  }

  get #next(): Token | undefined {
    return this.#tokens[this.#at]
  }

  #problem(message: string): CalicoSelectorProblem {
    const token = this.#next
    const end = this.#text.trimEnd().length
    return token
      ? { message, start: token.start, end: token.end }
      : { message, start: Math.max(0, end - 1), end: Math.max(1, end) }
  }
}
