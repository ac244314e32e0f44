import { goKey } from './go-scalar.ts'
import {
  entryEnd,
  itemEnd,
  type ListItem,
  type ListNode,
  type MapEntry,
  type MapNode,
  type ScalarNode,
  type ScalarStyle,
  type SyntaxDocument,
  type SyntaxNode
} from './syntax-tree.ts'

/**
 * The tree of a document written as nearly all manifests are: block mappings and lists, texts of one
 * line, flow collections of one line, and literal texts. Undefined for every other document and for
 * one with a mistake; the yaml package reads those. Where there is a tree, it is the one that the
 * package would have given, which the tests compare. It takes a tenth of the package's time.
 */
export function quickTree(text: string): SyntaxDocument | undefined {
  if (unusualCharacter.test(text)) return undefined
  try {
    return new QuickReader(text).read()
  } catch (cause) {
    if (cause === unusual) return undefined
    throw cause
  }
}

/** Tabs, carriage returns, control characters, a byte order mark and the line ends of Unicode. */
const unusualCharacter = /[^\n\x20-\x7E\u00A0-\u2027\u202A-\uFEFE\uFF00-\uFFFD]/

/** Thrown where the quick way ends. It is made once, since an error with its stack costs more than a manifest. */
const unusual = new Error('Not written in the way that the quick reader knows.')

/** Deeper than any manifest, and far from the end of the stack. */
const maximumDepth = 60

const [newline, space, quote, hash, apostrophe, comma, dash, colon] = [
  10, 32, 34, 35, 39, 44, 45, 58
]
const [openBracket, backslash, closeBracket, pipe, openBrace, closeBrace] = [
  91, 92, 93, 124, 123, 125
]

/** What a plain text can't begin with, or begins another kind of node. */
const indicators: ReadonlySet<number> = new Set(
  Array.from('?:,[]{}#&*!|>\'"%@`', char => char.charCodeAt(0))
)

class QuickReader {
  readonly #text: string
  readonly #key = /[\w./$][\w./$-]*(?=:(?:[ \n]|$))/y
  /** The next line with content: where that begins, and in which column; -1 at the end. */
  #at = 0
  #indent = -1
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  read(): SyntaxDocument {
    this.#toLine(0)
    let contentStart = 0
    if (this.#indent === 0 && this.#text.startsWith('---', this.#at)) {
      contentStart = this.#at + 3
      if (!this.#isGap(contentStart)) throw unusual
      this.#toLine(this.#endOfLine(contentStart))
    }
    if (this.#indent < 0) throw unusual
    const root = this.#block()
    if (this.#indent >= 0) throw unusual
    return { root, contentStart, hasAliases: false }
  }

  /** The collection that begins where the reader stands. */
  #block(): MapNode | ListNode {
    if (++this.#depth > maximumDepth) throw unusual
    const node = this.#isDash() ? this.#list(this.#indent) : this.#map(this.#indent)
    this.#depth--
    return node
  }

  #map(indent: number): MapNode {
    const start = this.#at
    const entries: MapEntry[] = []
    while (this.#indent === indent) {
      const key = this.#blockKey()
      if (!key) throw unusual
      const colonAt = key.end
      const value = this.#value(colonAt + 1, indent, true)
      entries.push(entryOf(key, colonAt, value))
    }
    if (this.#indent > indent) throw unusual
    const last = entries.at(-1)
    return {
      kind: 'map',
      flow: false,
      entries,
      outerStart: start,
      tag: undefined,
      anchor: undefined,
      start,
      end: last ? entryEnd(last) : start
    }
  }

  #list(indent: number): ListNode {
    const start = this.#at
    const items: ListItem[] = []
    while (this.#indent === indent && this.#isDash()) {
      const dashAt = this.#at
      const from = this.#skipSpaces(dashAt + 1)
      let value: SyntaxNode
      if (this.#isContent(from) && this.#isInlineBlock(from, indent + from - dashAt))
        value = this.#block()
      else value = this.#value(dashAt + 1, indent, false)
      items.push({ dash: dashAt, value })
    }
    if (this.#indent > indent) throw unusual
    const last = items.at(-1)
    return {
      kind: 'list',
      flow: false,
      items,
      outerStart: start,
      tag: undefined,
      anchor: undefined,
      start,
      end: last ? itemEnd(last) : start
    }
  }

  /** A mapping or a list that begins behind the dash of an item; the reader then stands there. */
  #isInlineBlock(from: number, column: number): boolean {
    const [at, indent] = [this.#at, this.#indent]
    this.#at = from
    this.#indent = column
    if (this.#isDash() || this.#blockKey()) return true
    this.#at = at
    this.#indent = indent
    return false
  }

  /** What follows a colon or a dash; afterwards the reader stands at the next line with content. */
  #value(from: number, indent: number, inMap: boolean): SyntaxNode {
    const at = this.#skipSpaces(from)
    if (!this.#isContent(at)) {
      this.#toLine(this.#lineEnd(at) + 1)
      if (this.#indent > indent) return this.#block()
      if (inMap && this.#indent === indent && this.#isDash()) return this.#block()
      return scalar('plain', '', at, at)
    }
    if (at === from) throw unusual
    const code = this.#text.charCodeAt(at)
    if (code === pipe) return this.#literal(at, indent)
    const node =
      code === openBracket || code === openBrace
        ? this.#flow(at)
        : code === quote || code === apostrophe
          ? this.#quoted(at)
          : this.#plain(at)
    this.#toLine(this.#endOfLine(node.end))
    // A text that goes on in the next line, or a mistake.
    if (this.#indent > indent) throw unusual
    return node
  }

  #blockKey(): ScalarNode | undefined {
    const at = this.#at
    const code = this.#text.charCodeAt(at)
    if (code === quote || code === apostrophe) {
      const key = this.#quoted(at)
      return this.#text.charCodeAt(key.end) === colon && this.#isGap(key.end + 1) ? key : undefined
    }
    this.#key.lastIndex = at
    if (!this.#key.test(this.#text)) return undefined
    const end = this.#key.lastIndex
    return end - at > 256 ? undefined : scalar('plain', this.#text.slice(at, end), at, end)
  }

  #plain(at: number): ScalarNode {
    const text = this.#text
    const first = text.charCodeAt(at)
    if (indicators.has(first) || (first === dash && this.#isGap(at + 1))) throw unusual
    const end = this.#lineEnd(at)
    let last = at + 1
    for (let next = at; next < end; next++) {
      const code = text.charCodeAt(next)
      if (code === space) continue
      if (code === hash && text.charCodeAt(next - 1) === space) break
      if (code === colon && (next + 1 === end || text.charCodeAt(next + 1) === space)) throw unusual
      last = next + 1
    }
    return scalar('plain', text.slice(at, last), at, last)
  }

  /** A text in quotes that ends in its line and has no escape. */
  #quoted(at: number): ScalarNode {
    const text = this.#text
    const mark = text.charCodeAt(at)
    for (let next = at + 1; next < text.length; next++) {
      const code = text.charCodeAt(next)
      if (code === newline || (code === backslash && mark === quote)) throw unusual
      if (code !== mark) continue
      if (text.charCodeAt(next + 1) === mark) throw unusual
      return scalar(mark === quote ? 'double' : 'single', text.slice(at + 1, next), at, next + 1)
    }
    throw unusual
  }

  #literal(start: number, indent: number): ScalarNode {
    const text = this.#text
    const head = this.#lineEnd(start)
    const strip = text.charCodeAt(start + 1) === dash
    if (head !== start + (strip ? 2 : 1)) throw unusual
    let at = head + 1
    const column = this.#skipSpaces(at) - at
    if (column <= indent || !this.#isText(at + column)) throw unusual
    const lines: string[] = []
    let tail = at
    while (at < text.length) {
      const content = this.#skipSpaces(at)
      const end = this.#lineEnd(at)
      if (this.#isText(content)) {
        if (content - at < column) {
          // Between the texts of the mapping and of the literal there can only be a mistake.
          if (content - at > indent) throw unusual
          break
        }
        lines.push(text.slice(at + column, end))
        tail = Math.min(end + 1, text.length)
      } else {
        if (content - at > column || end >= text.length) throw unusual
        lines.push('')
      }
      at = end + 1
    }
    while (lines.at(-1) === '') lines.pop()
    this.#toLine(tail)
    let end = tail
    while (text.charCodeAt(end - 1) === newline || text.charCodeAt(end - 1) === space) end--
    const ending = strip || (!text.endsWith('\n') && tail === text.length) ? '' : '\n'
    return { ...scalar('literal', lines.join('\n') + ending, start, end), tail }
  }

  #flow(at: number): MapNode | ListNode {
    if (++this.#depth > maximumDepth) throw unusual
    const node = this.#text.charCodeAt(at) === openBrace ? this.#flowMap(at) : this.#flowList(at)
    this.#depth--
    return node
  }

  #flowList(start: number): ListNode {
    const items: ListItem[] = []
    let at = this.#skipSpaces(start + 1)
    while (this.#text.charCodeAt(at) !== closeBracket || items.length > 0) {
      const value = this.#flowValue(at)
      items.push({ dash: undefined, value })
      at = this.#skipSpaces(value.end)
      const code = this.#text.charCodeAt(at)
      if (code === closeBracket) break
      if (code !== comma) throw unusual
      at = this.#skipSpaces(at + 1)
    }
    return {
      kind: 'list',
      flow: true,
      items,
      outerStart: start,
      tag: undefined,
      anchor: undefined,
      start,
      end: at + 1
    }
  }

  #flowMap(start: number): MapNode {
    const text = this.#text
    const entries: MapEntry[] = []
    let at = this.#skipSpaces(start + 1)
    while (text.charCodeAt(at) !== closeBrace || entries.length > 0) {
      const key = this.#flowValue(at)
      const colonAt = key.end
      if (key.kind !== 'scalar' || text.charCodeAt(colonAt) !== colon) throw unusual
      if (text.charCodeAt(colonAt + 1) !== space) throw unusual
      const value = this.#flowValue(this.#skipSpaces(colonAt + 1))
      entries.push(entryOf(key, colonAt, value))
      at = this.#skipSpaces(value.end)
      const code = text.charCodeAt(at)
      if (code === closeBrace) break
      if (code !== comma) throw unusual
      at = this.#skipSpaces(at + 1)
    }
    return {
      kind: 'map',
      flow: true,
      entries,
      outerStart: start,
      tag: undefined,
      anchor: undefined,
      start,
      end: at + 1
    }
  }

  #flowValue(at: number): SyntaxNode {
    const text = this.#text
    const first = text.charCodeAt(at)
    if (first === openBracket || first === openBrace) return this.#flow(at)
    if (first === quote || first === apostrophe) return this.#quoted(at)
    let end = at
    while (flowCharacter.has(text.charCodeAt(end))) end++
    if (end === at || (first === dash && end === at + 1)) throw unusual
    return scalar('plain', text.slice(at, end), at, end)
  }

  /** The reader goes to the first line from here that holds more than a comment. */
  #toLine(lineStart: number): void {
    while (lineStart < this.#text.length) {
      const content = this.#skipSpaces(lineStart)
      if (this.#isContent(content)) {
        this.#at = content
        this.#indent = content - lineStart
        return
      }
      lineStart = this.#lineEnd(content) + 1
    }
    this.#indent = -1
  }

  /** The start of the next line, where nothing but a comment follows a node. */
  #endOfLine(nodeEnd: number): number {
    const at = this.#skipSpaces(nodeEnd)
    if (this.#isContent(at) || (at === nodeEnd && this.#isText(at))) throw unusual
    return this.#lineEnd(at) + 1
  }

  #skipSpaces(at: number): number {
    while (this.#text.charCodeAt(at) === space) at++
    return at
  }

  #lineEnd(at: number): number {
    const end = this.#text.indexOf('\n', at)
    return end < 0 ? this.#text.length : end
  }

  #isText(at: number): boolean {
    return at < this.#text.length && this.#text.charCodeAt(at) !== newline
  }

  /** Behind white space, where a `#` begins a comment. */
  #isContent(at: number): boolean {
    return this.#isText(at) && this.#text.charCodeAt(at) !== hash
  }

  #isGap(at: number): boolean {
    return !this.#isText(at) || this.#text.charCodeAt(at) === space
  }

  #isDash(): boolean {
    return this.#text.charCodeAt(this.#at) === dash && this.#isGap(this.#at + 1)
  }
}

function scalar(style: ScalarStyle, text: string, start: number, end: number): ScalarNode {
  return {
    kind: 'scalar',
    style,
    text,
    outerStart: start,
    tag: undefined,
    anchor: undefined,
    start,
    end,
    tail: end
  }
}

function entryOf(key: ScalarNode, colonAt: number, value: SyntaxNode): MapEntry {
  const name = key.style === 'plain' ? goKey(key.text) : key.text
  return { key, start: key.start, colon: colonAt, value, name, merge: false }
}

/** What plain texts in brackets are made of here: less than YAML lets them have. */
const flowCharacter: ReadonlySet<number> = new Set(
  Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-', char =>
    char.charCodeAt(0)
  )
)
