/** A word before anything is put in, in its parts. */
export type Word = readonly WordPart[]

export interface WordPart {
  readonly text: string
  /** In single quotes or behind a backslash: stays as it is. */
  readonly literal: boolean
  readonly quoted: boolean
  /** `$(…)`: the text is a command, and what it prints stands here. */
  readonly command?: boolean
}

export type Token = { readonly word: Word } | { readonly operator: string }

const redirection = /^(?:2>&1|1?>&2|(?:[12&]?)>\s*\/dev\/null(?=[\s;&|)]|$))/

/** Takes a text apart into words and operators, or says what of the shell's language isn't understood. */
export function readTokens(line: string): readonly Token[] | string {
  try {
    return new Tokens(line).read()
  } catch (error) {
    if (error instanceof NotUnderstood) return error.message
    throw error
  }
}

export class NotUnderstood extends Error {}

class Tokens {
  readonly #line: string
  readonly #tokens: Token[] = []
  #word: WordPart[] | undefined
  #at = 0

  constructor(line: string) {
    this.#line = line
  }

  read(): readonly Token[] {
    while (this.#at < this.#line.length) this.#next(this.#line.slice(this.#at))
    this.#endWord()
    return this.#tokens
  }

  #next(rest: string): void {
    const char = rest.charAt(0)
    const redirect = this.#word === undefined ? redirection.exec(rest)?.[0] : undefined
    const operator = /^(?:&&|\|\||[;|])/.exec(rest)?.[0]
    if (redirect !== undefined)
      this.#operator(redirect, redirect.replaceAll(/\s/g, '').replace(/^1>/, '>'))
    else if (/\s/.test(char)) {
      this.#endWord()
      if (char === '\n') this.#tokens.push({ operator: ';' })
      this.#at++
    } else if (char === '#' && this.#word === undefined) this.#at += lineEnd(rest)
    else if (char === "'" || char === '"') this.#quoted(char)
    else if (char === '\\') {
      if (rest.charAt(1) !== '\n') this.#add(rest.charAt(1), true, true)
      this.#at += 2
    } else if (operator !== undefined) this.#operator(operator, operator)
    else if (rest.startsWith('$(')) this.#substitution(false)
    else {
      const refused = refusedOperators[char]
      if (refused !== undefined) throw new NotUnderstood(refused)
      this.#add(char, false, false)
      this.#at++
    }
  }

  #operator(text: string, operator: string): void {
    this.#endWord()
    this.#tokens.push({ operator })
    this.#at += text.length
  }

  #quoted(quote: string): void {
    const end = endOfQuote(this.#line, this.#at)
    this.#at++
    // An empty pair of quotes is a word too.
    this.#add('', true, true)
    while (this.#at < end) {
      const rest = this.#line.slice(this.#at, end)
      if (quote === "'") {
        this.#add(rest, true, true)
        break
      }
      if (rest.startsWith('$(')) this.#substitution(true)
      else this.#inDoubleQuotes(rest)
    }
    this.#at = end + 1
  }

  /** Adds what comes before the next backslash or substitution, or what the backslash keeps. */
  #inDoubleQuotes(rest: string): void {
    const kept = /^\\["\\$`]/.exec(rest)?.[0]
    const text = kept ?? /^(?:\\|(?!\$\()[^\\])[^\\$]*/.exec(rest)?.[0] ?? rest
    if (kept === undefined && text.includes('`')) throw new NotUnderstood(backticks)
    this.#add(kept?.charAt(1) ?? text, kept !== undefined, true)
    this.#at += text.length
  }

  #substitution(quoted: boolean): void {
    const start = this.#at + 2
    if (this.#line.charAt(start) === '(') throw new NotUnderstood('arithmetic is not understood')
    const end = endOfSubstitution(this.#line, start)
    this.#word = [
      ...(this.#word ?? []),
      { text: this.#line.slice(start, end), literal: false, quoted, command: true }
    ]
    this.#at = end + 1
  }

  #add(text: string, literal: boolean, quoted: boolean): void {
    this.#word = [...(this.#word ?? []), { text, literal, quoted }]
  }

  #endWord(): void {
    if (this.#word) this.#tokens.push({ word: this.#word })
    this.#word = undefined
  }
}

function lineEnd(rest: string): number {
  const end = rest.indexOf('\n')
  return end < 0 ? rest.length : end
}

/** The place of the quote that closes the one at the start. */
function endOfQuote(line: string, start: number): number {
  const quote = line.charAt(start)
  for (let i = start + 1; i < line.length; i++) {
    if (quote === '"' && line.charAt(i) === '\\') i++
    else if (quote === '"' && line.startsWith('$(', i)) i = endOfSubstitution(line, i + 2)
    else if (line.charAt(i) === quote) return i
  }
  throw new NotUnderstood('syntax error: unterminated quoted string')
}

/** The place of the bracket that closes the one before the start. */
function endOfSubstitution(line: string, start: number): number {
  let depth = 1
  for (let i = start; i < line.length; i++) {
    const char = line.charAt(i)
    if (char === "'" || char === '"') i = endOfQuote(line, i)
    else if (char === '(') depth++
    else if (char === ')') depth--
    if (depth === 0) return i
  }
  throw new NotUnderstood('syntax error: unterminated $(')
}

const backticks = 'backticks are not understood; write $(…) instead'

const refusedOperators: Readonly<Record<string, string>> = {
  '&': 'commands in the background are not understood',
  '<': 'input from files is not understood',
  '>': 'output into files is not understood, except into /dev/null',
  '(': 'subshells are not understood',
  ')': 'subshells are not understood',
  '`': backticks
}
