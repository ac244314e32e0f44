/** Where a text stops being JSON, and why. */
export interface JsonProblem {
  readonly message: string
  readonly offset: number
}

/**
 * The first place at which a text is no JSON as RFC 8259 and Go's encoding/json read it; undefined for one
 * that is. Unlike the engine's own parser it always tells the place.
 */
export function jsonProblem(text: string): JsonProblem | undefined {
  const scanner = new JsonScanner(text)
  return scanner.value(0) ?? scanner.end()
}

class JsonScanner {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  value(depth: number): JsonProblem | undefined {
    if (depth > 500) return this.#problem('This is nested too deeply.')
    this.#skipSpaces()
    const next = this.#text[this.#at]
    if (next === '{') return this.#collection('}', depth)
    if (next === '[') return this.#collection(']', depth)
    if (next === '"') return this.#string()
    const word = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w.])/.exec(
      this.#text.slice(this.#at, this.#at + 400)
    )?.[0]
    if (word === undefined) return this.#problem(this.#expectation(next))
    this.#at += word.length
    return undefined
  }

  end(): JsonProblem | undefined {
    this.#skipSpaces()
    return this.#at < this.#text.length ? this.#problem('The JSON is over before this.') : undefined
  }

  #collection(close: '}' | ']', depth: number): JsonProblem | undefined {
    const open = this.#at++
    this.#skipSpaces()
    if (this.#take(close)) return undefined
    for (;;) {
      const problem = (close === '}' ? this.#key() : undefined) ?? this.value(depth + 1)
      if (problem) return problem
      this.#skipSpaces()
      if (this.#take(close)) return undefined
      if (this.#at >= this.#text.length)
        return { message: 'This bracket is not closed.', offset: open }
      if (!this.#take(',')) return this.#problem('A comma is missing before this.')
      this.#skipSpaces()
      if (this.#text[this.#at] === close)
        return { message: 'There is nothing after this comma.', offset: this.#before(',') }
    }
  }

  #key(): JsonProblem | undefined {
    this.#skipSpaces()
    if (this.#text[this.#at] !== '"')
      return this.#problem('A name in double quotes is expected here.')
    const problem = this.#string()
    if (problem) return problem
    this.#skipSpaces()
    return this.#take(':') ? undefined : this.#problem('A colon is missing before this.')
  }

  #string(): JsonProblem | undefined {
    const start = this.#at++
    for (;;) {
      const next = this.#text[this.#at]
      if (next === undefined || next === '\n')
        return { message: 'This text is not closed by a double quote.', offset: start }
      if (next < ' ') return this.#problem('A text cannot hold this character as it stands.')
      if (next === '"') {
        this.#at++
        return undefined
      }
      if (next === '\\') {
        if (!/^\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/.test(this.#text.slice(this.#at, this.#at + 6)))
          return this.#problem('A backslash has no meaning here.')
        this.#at++
      }
      this.#at++
    }
  }

  #expectation(next: string | undefined): string {
    if (next === undefined) return 'The JSON ends where a value is expected.'
    if (next === "'") return 'A text stands in double quotes.'
    if (next === '#' || this.#text.startsWith('//', this.#at)) return 'JSON has no comments.'
    return 'A value is expected here.'
  }

  #before(character: string): number {
    return this.#text.lastIndexOf(character, this.#at)
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  #skipSpaces(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? 'x')) this.#at++
  }

  #problem(message: string): JsonProblem {
    return { message, offset: Math.min(this.#at, Math.max(0, this.#text.length - 1)) }
  }
}
