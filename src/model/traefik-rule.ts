/** One matcher of a rule of Traefik, such as Host(`example.com`), with its place in the text. */
export interface TraefikMatcher {
  readonly name: string
  readonly start: number
  readonly end: number
  readonly args: readonly string[]
}

export interface TraefikRuleProblem {
  readonly message: string
  readonly start: number
  readonly end: number
}

export interface TraefikRule {
  readonly matchers: readonly TraefikMatcher[]
  /** The first place at which the text can't be read. */
  readonly problem: TraefikRuleProblem | undefined
}

/**
 * Reads the rule of a router: matchers joined by `&&` and `||`, negated by `!`, grouped by brackets. Values
 * stand in backticks or double quotes. https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/
 */
export function parseTraefikRule(text: string): TraefikRule {
  const reader = new RuleReader(text)
  try {
    reader.expression()
    reader.end()
    return { matchers: reader.matchers, problem: undefined }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { matchers: reader.matchers, problem: error.problem }
  }
}

class Unreadable extends Error {
  readonly problem: TraefikRuleProblem

  constructor(problem: TraefikRuleProblem) {
    super(problem.message)
    this.problem = problem
  }
}

class RuleReader {
  readonly matchers: TraefikMatcher[] = []
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  expression(): void {
    // Deeper than anybody writes; the reader calls itself.
    if (++this.#depth > 200) this.#fail('The rule is nested too deeply')
    this.#operand()
    for (;;) {
      this.#skipSpaces()
      const operator = this.#text.slice(this.#at, this.#at + 2)
      if (operator !== '&&' && operator !== '||') break
      this.#at += 2
      this.#operand()
    }
    this.#depth--
  }

  end(): void {
    this.#skipSpaces()
    if (this.#at >= this.#text.length) return
    const word = /^(?:and|or)\b/i.exec(this.#text.slice(this.#at))?.[0]
    if (word !== undefined)
      this.#fail(`Write \`${word.toLowerCase() === 'and' ? '&&' : '||'}\` for ${word}`, word.length)
    const one = this.#text[this.#at]
    if (one === '&' || one === '|') this.#fail(`Write \`${one}${one}\` for ${one}`, 1)
    if (one === ')') this.#fail('A bracket is closed that was never opened', 1)
    this.#fail('Here `&&` or `||` is missing', this.#text.length - this.#at)
  }

  #operand(): void {
    this.#skipSpaces()
    while (this.#text[this.#at] === '!') {
      this.#at++
      this.#skipSpaces()
    }
    if (this.#text[this.#at] !== '(') {
      this.#matcher()
      return
    }
    const open = this.#at++
    this.expression()
    this.#skipSpaces()
    if (this.#text[this.#at] === ')') this.#at++
    else if (this.#at >= this.#text.length)
      this.#failAt(open, open + 1, 'This bracket is not closed')
    else this.end()
  }

  #matcher(): void {
    const start = this.#at
    const name = /^[A-Za-z]\w*/.exec(this.#text.slice(start))?.[0]
    if (name === undefined) {
      const isOver = this.#at >= this.#text.length
      this.#fail(
        isOver ? 'The rule ends where a matcher is expected' : 'A matcher is expected here',
        1
      )
    }
    this.#at += name.length
    this.#skipSpaces()
    if (this.#text[this.#at] !== '(')
      this.#failAt(start, this.#at, `${name} needs its value in brackets`)
    const open = this.#at++
    const args = this.#values(open)
    this.matchers.push({ name, start, end: this.#at, args })
  }

  #values(open: number): string[] {
    const args: string[] = []
    for (;;) {
      this.#skipSpaces()
      if (this.#text[this.#at] === ')') break
      args.push(this.#value(open))
      this.#skipSpaces()
      if (this.#text[this.#at] === ',') this.#at++
      else if (this.#text[this.#at] !== ')')
        this.#failAt(open, open + 1, 'This bracket is not closed')
    }
    this.#at++
    return args
  }

  #value(open: number): string {
    const rest = this.#text.slice(this.#at)
    const quoted = /^`([^`]*)`|^"((?:[^"\\\n]|\\.)*)"/.exec(rest)
    if (quoted) {
      this.#at += quoted[0].length
      return quoted[1] ?? quoted[2] ?? ''
    }
    if (rest === '') this.#failAt(open, open + 1, 'This bracket is not closed')
    if (rest.startsWith("'")) this.#fail('Write the value in backticks, not in single quotes', 1)
    if (rest.startsWith('`') || rest.startsWith('"')) this.#fail('This quote is not closed', 1)
    const word = /^[^,)\s]*/.exec(rest)?.[0] ?? ''
    this.#fail('Write the value in backticks', Math.max(1, word.length))
  }

  #skipSpaces(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++
  }

  #fail(message: string, length = 1): never {
    return this.#failAt(this.#at, this.#at + length, message)
  }

  #failAt(start: number, end: number, message: string): never {
    const last = Math.min(end, this.#text.length)
    throw new Unreadable({
      message: `${message}.`,
      start: Math.min(start, Math.max(0, last - 1)),
      end: last
    })
  }
}
