import type { Token } from './tokens.ts'

/** What is wrong in an expression of PromQL, and where. */
export interface PromqlProblem {
  readonly message: string
  readonly offset: number
  readonly length: number
  /** What has to stand there, where there is one right word. */
  readonly meant?: string
}

/** A stretch of the expression. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** Thrown where reading cannot go on; the problem is told already. */
export class Unreadable extends Error {}

/** Walks over the tokens of an expression and keeps what is found. */
export class Cursor {
  readonly problems: PromqlProblem[] = []
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get next(): Token {
    return this.#tokens[this.#at] ?? endOf(this.#tokens)
  }

  get afterNext(): Token {
    return this.#tokens[this.#at + 1] ?? endOf(this.#tokens)
  }

  /** Where the token before the next one ends. */
  get end(): number {
    const last = this.#tokens[this.#at - 1]
    return last === undefined ? 0 : last.offset + last.text.length
  }

  take(): Token {
    const token = this.next
    this.#at++
    return token
  }

  isSign(...texts: readonly string[]): boolean {
    return this.next.kind === 'sign' && texts.includes(this.next.text)
  }

  /** The next token as a word of the language, which may be written in large letters. */
  get word(): string {
    return this.next.kind === 'name' ? this.next.text.toLowerCase() : ''
  }

  takeSign(text: string): Token | undefined {
    return this.isSign(text) ? this.take() : undefined
  }

  expectSign(text: string): Token {
    return this.takeSign(text) ?? this.fail(`Here \`${text}\` is missing.`)
  }

  tell(message: string, { start, end }: Stretch, meant?: string): void {
    const problem = { message, offset: start, length: Math.max(1, end - start) }
    this.problems.push(meant === undefined ? problem : { ...problem, meant })
  }

  tellOf(token: Token, message: string, meant?: string): void {
    this.tell(message, stretchOf(token), meant)
  }

  /** Says what is wrong with the next token, and ends reading. */
  fail(message: string): never {
    return this.failAt(this.next, message)
  }

  failAt(token: Token, message: string): never {
    const isPlain = token.kind !== 'wrong'
    this.tellOf(token, isPlain ? message : (misspelling(token.text) ?? message))
    throw new Unreadable()
  }
}

export function stretchOf({ offset, text }: Token): Stretch {
  return { start: offset, end: offset + text.length }
}

function endOf(tokens: readonly Token[]): Token {
  return tokens.at(-1) ?? { kind: 'end', text: '', offset: 0 }
}

function misspelling(text: string): string | undefined {
  if (/^["'`]$/.test(text)) return 'This quote is not closed.'
  return /^\.?\d/.test(text)
    ? `${text} is neither a number nor a duration such as \`5m\`.`
    : `The character ${text} has no meaning here.`
}
