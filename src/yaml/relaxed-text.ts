import { isCommentStart, lineEndAt, lineStartAt, nextLineAt } from './syntax-tree.ts'

/**
 * go-yaml doesn't mind how lines inside of brackets and quotes are indented; the YAML specification
 * and the yaml package do. This is the text with the line ends, tabs and comments in brackets and
 * quotes turned into spaces, so that the package reads what Kubernetes reads. All offsets stay.
 *
 * In brackets the colon that ends an address, as in `[fd00::, fd01::]`, belongs to the text for go-yaml
 * and makes it a key for the package: `lastColon` stands in its place.
 */
export function relaxedText(text: string): string {
  return new Relaxer(text).relaxed()
}

/** What stands for a colon that the package must not see: a character of private use. */
export const lastColon = '\uE03A'

/** Whether a text can hold a colon that Kubernetes takes for a part of a text. */
export function mayEndInColon(text: string): boolean {
  return endingColon.test(text)
}

/** Only where a colon stands before it, as IPv6 has it: `{ app:}` is a line that is being typed. */
const endingColon = /[^\s"'[\]{},]::[,\]}]/

class Relaxer {
  readonly #text: string
  readonly #parts: string[] = []
  #copied = 0
  #at = 0
  /** Column of the key or dash last seen, which a block scalar's lines stand further in than. */
  #column = 0

  constructor(text: string) {
    this.#text = text
  }

  relaxed(): string {
    while (this.#at < this.#text.length) this.#token()
    return this.#parts.join('') + this.#text.slice(this.#copied)
  }

  /** What begins at a place where a token of block style can begin. */
  #token(): void {
    const char = this.#text.charAt(this.#at)
    const next = this.#text.charAt(this.#at + 1)
    if (/\s/.test(char)) this.#at++
    else if (char === '#' && isCommentStart(this.#text, this.#at))
      this.#at = lineEndAt(this.#text, this.#at)
    else if (/[-?:]/.test(char) && (next === '' || /\s/.test(next))) {
      if (char !== ':') this.#column = this.#columnHere()
      this.#at++
    } else if (char === '"' || char === "'" || char === '[' || char === '{') {
      const start = this.#at
      const column = this.#columnHere()
      const end = char === '"' || char === "'" ? this.#quotedEnd(start) : this.#flowEnd(start)
      const isKey = /^[ \t]*:(?:\s|$)/.test(this.#text.slice(end, lineEndAt(this.#text, end)))
      // A key has to stand on one line for go-yaml, too.
      if (isKey) this.#column = column
      else if (this.#isDifferent(this.#text.slice(start, end))) this.#mask(start, end)
      this.#at = end
    } else if (/[|>]/.test(char) && /^[|>][-+0-9]*[ \t]*(?:[ \t]#.*)?$/.test(this.#restOfLine()))
      this.#skipBlockScalar()
    else if (/[&!*]/.test(char)) {
      while (this.#at < this.#text.length && !/\s/.test(this.#text.charAt(this.#at))) this.#at++
    } else this.#plain()
  }

  #isDifferent(part: string): boolean {
    return part.includes('\n') || (/^[[{]/.test(part) && endingColon.test(part))
  }

  /** A plain text up to the colon that makes it a key, a comment, or the end of its line. */
  #plain(): void {
    const line = this.#restOfLine()
    const key = /^(?:[^:#]|:(?=\S)|#)*?(?=\s#|:(?:\s|$)|$)/.exec(line)?.[0] ?? line
    if (line.charAt(key.length) === ':') this.#column = this.#columnHere()
    this.#at += Math.max(key.length, 1)
  }

  #skipBlockScalar(): void {
    let at = nextLineAt(this.#text, this.#at)
    while (at < this.#text.length) {
      const end = lineEndAt(this.#text, at)
      const content = /[^ ]/.exec(this.#text.slice(at, end))
      if (content && content.index <= this.#column && this.#text.slice(at, end).trim() !== '') break
      at = nextLineAt(this.#text, at)
    }
    this.#at = at
  }

  #quotedEnd(start: number): number {
    const quote = this.#text.charAt(start)
    for (let at = start + 1; at < this.#text.length; at++) {
      const char = this.#text.charAt(at)
      if (char === '\\' && quote === '"') at++
      else if (char === quote) {
        if (quote === '"' || this.#text.charAt(at + 1) !== "'") return at + 1
        at++
      }
    }
    return this.#text.length
  }

  #flowEnd(start: number): number {
    let depth = 0
    for (let at = start; at < this.#text.length; at++) {
      const char = this.#text.charAt(at)
      if (char === '[' || char === '{') depth++
      else if (char === ']' || char === '}') depth--
      else if ((char === '"' || char === "'") && /[\s,[{:]/.test(this.#text.charAt(at - 1)))
        at = this.#quotedEnd(at) - 1
      else if (char === '#' && isCommentStart(this.#text, at)) at = lineEndAt(this.#text, at) - 1
      if (depth === 0) return at + 1
    }
    return this.#text.length
  }

  #mask(start: number, end: number): void {
    let masked = ''
    for (let at = start; at < end; at++) {
      const char = this.#text.charAt(at)
      if (char === '"' || (char === "'" && /[\s,[{:]/.test(this.#text.charAt(at - 1)))) {
        const close = Math.min(this.#quotedEnd(at), end)
        masked += this.#text.slice(at, close).replace(/[\r\n\t]/g, ' ')
        at = close - 1
      } else if (
        char === '#' &&
        isCommentStart(this.#text, at) &&
        this.#text.charAt(start) !== "'"
      ) {
        const close = Math.min(lineEndAt(this.#text, at), end)
        masked += ' '.repeat(close - at)
        at = close - 1
      } else if (char === ':' && endingColon.test(this.#text.slice(at - 2, at + 2)))
        masked += lastColon
      else masked += /[\r\n\t]/.test(char) ? ' ' : char
    }
    this.#parts.push(this.#text.slice(this.#copied, start), masked)
    this.#copied = end
  }

  #restOfLine(): string {
    return this.#text.slice(this.#at, lineEndAt(this.#text, this.#at))
  }

  #columnHere(): number {
    return this.#at - lineStartAt(this.#text, this.#at)
  }
}
