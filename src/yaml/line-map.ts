import type { TextEdit } from './text-edit.ts'

/** A place in a text as editors count it: line and UTF-16 character, both from 0. */
export interface Position {
  readonly line: number
  readonly character: number
}

/** Turns offsets into positions and back. A line ends at `\n`, at `\r\n` or at a lone `\r`. */
export class LineMap {
  readonly #starts: number[] = [0]
  readonly #length: number

  constructor(text: string) {
    this.#length = text.length
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code === 10) this.#starts.push(i + 1)
      else if (code === 13 && text.charCodeAt(i + 1) !== 10) this.#starts.push(i + 1)
    }
  }

  positionAt(offset: number): Position {
    const bounded = Math.min(Math.max(offset, 0), this.#length)
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#starts[middle] ?? 0) <= bounded) low = middle
      else high = middle - 1
    }
    return { line: low, character: bounded - (this.#starts[low] ?? 0) }
  }

  offsetAt({ line, character }: Position): number {
    const start = this.#starts[line]
    if (start === undefined) return this.#length
    return Math.min(start + character, this.#starts[line + 1] ?? this.#length)
  }
}

/** Applies edits that do not overlap; edits at one place are applied in the order given. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits
    .map((edit, order) => ({ edit, order }))
    .sort((a, b) => a.edit.range.start - b.edit.range.start || a.order - b.order)
  let result = ''
  let at = 0
  for (const { edit } of ordered) {
    if (edit.range.start < at) throw new Error('text edits overlap')
    result += text.slice(at, edit.range.start) + edit.newText
    at = edit.range.end
  }
  return result + text.slice(at)
}
