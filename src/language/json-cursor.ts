import type { FieldPath } from '../base/field-path.ts'
import type { OffsetRange } from '../yaml/text-edit.ts'

/** Where in a text of JSON somebody is typing, and what the rest of the text says. */
export interface JsonCursor {
  /** For a key the path of the object it would belong to, for a value the path of the field. */
  readonly path: FieldPath
  readonly part: 'key' | 'value'
  /** What has been typed of the word, its quotes included. */
  readonly range: OffsetRange
  /** The text as a value, without the member that is being typed. */
  readonly value: unknown
  /** Whether another member follows, so that a comma has to come between. */
  readonly isFollowed: boolean
  /** Whether the key at the cursor has its colon already. */
  readonly hasColon: boolean
}

type Place = Omit<JsonCursor, 'value'>

/** Undefined where nothing can be typed, such as between a value and its comma. */
export function jsonCursor(text: string, offset: number): JsonCursor | undefined {
  const reader = new Reader(text, offset)
  const value = reader.read([])
  return reader.place && { ...reader.place, value }
}

/** Stands for the word at the cursor, which is no part of the value. */
const typed = Symbol('typed')

/** Deeper than this is no object of Kubernetes. */
const deepest = 200

/** Reads JSON that is being written: what is missing is passed over. */
class Reader {
  readonly #text: string
  readonly #offset: number
  #at = 0
  place: Place | undefined

  constructor(text: string, offset: number) {
    this.#text = text
    this.#offset = offset
  }

  read(path: FieldPath): unknown {
    this.#space()
    const sign = this.#text[this.#at]
    if (path.length > deepest) {
      this.#at = this.#text.length
      return null
    }
    if (sign === '{') return this.#object(path)
    if (sign === '[') return this.#list(path)
    const start = this.#at
    const word = this.#word()
    const range = { start, end: this.#at }
    if (path.length > 0 && this.#isCursorIn(range)) {
      this.#found(path, 'value', range)
      return typed
    }
    return word
  }

  #object(path: FieldPath): unknown {
    const members: Record<string, unknown> = {}
    this.#at++
    // Behind a member comes a comma before anything else.
    let isFree = true
    for (;;) {
      const before = this.#at
      this.#space()
      const sign = this.#text[this.#at]
      const isMember = sign !== undefined && !',}]'.includes(sign)
      if (!isMember && isFree && this.#isCursorIn({ start: before, end: this.#at }))
        this.#found(path, 'key', { start: this.#offset, end: this.#offset })
      if (sign === undefined || sign === ']') return members
      this.#at += isMember ? 0 : 1
      if (sign === '}') return members
      if (isMember) this.#member(path, members, isFree ? before : this.#at)
      isFree = !isMember
    }
  }

  #member(path: FieldPath, members: Record<string, unknown>, before: number): void {
    const start = this.#at
    // A new member may be begun in the space before one that is there.
    if (before <= this.#offset && this.#offset < start)
      this.#found(path, 'key', { start: this.#offset, end: this.#offset })
    const key = String(this.#word())
    const range = { start, end: this.#at }
    if (this.#at === start) this.#at++
    this.#space()
    const hasColon = this.#text[this.#at] === ':'
    if (hasColon) this.#at++
    if (this.#isCursorIn(range)) this.#found(path, 'key', range, hasColon)
    const isHere = this.#isCursorIn(range)
    if (!hasColon) return
    const value = this.read([...path, key])
    if (value !== typed && !isHere) Object.defineProperty(members, key, open(value))
  }

  #list(path: FieldPath): unknown {
    const items: unknown[] = []
    this.#at++
    let isFree = true
    for (;;) {
      const before = this.#at
      this.#space()
      const sign = this.#text[this.#at]
      const isItem = sign !== undefined && !',}]'.includes(sign)
      if (!isItem && isFree && this.#isCursorIn({ start: before, end: this.#at }))
        this.#found([...path, items.length], 'value', { start: this.#offset, end: this.#offset })
      if (sign === undefined || sign === '}') return items
      this.#at += isItem ? 0 : 1
      if (sign === ']') return items
      isFree = !isItem
      if (!isItem) continue
      const from = this.#at
      const value = this.read([...path, items.length])
      if (value !== typed) items.push(value)
      if (this.#at === from) this.#at++
    }
  }

  /** A text in quotes, also one without its end on this line, or what stands up to the next sign. */
  #word(): unknown {
    const rest = /"(?:[^"\\\n]|\\.)*"?|[^\s{}[\],:"]+/y
    rest.lastIndex = this.#at
    const [word] = rest.exec(this.#text) ?? ['']
    this.#at += word.length
    try {
      return JSON.parse(word) as unknown
    } catch {
      return word.replaceAll('"', '')
    }
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++
  }

  #isCursorIn({ start, end }: OffsetRange): boolean {
    return start <= this.#offset && this.#offset <= end
  }

  #found(path: FieldPath, part: Place['part'], range: OffsetRange, hasColon = false): void {
    const isFollowed = /^\s*["{[]/.test(this.#text.slice(range.end))
    this.place ??= { path, part, range, hasColon, isFollowed }
  }
}

/** A member as assigning it would make it, also for names such as `__proto__`. */
function open(value: unknown): PropertyDescriptor {
  return { value, writable: true, enumerable: true, configurable: true }
}
