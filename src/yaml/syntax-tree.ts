/**
 * What a YAML text says, with the place of every part. Offsets count UTF-16 units from the start of
 * the document's text; `end` is the first one after.
 */
export type SyntaxNode = ScalarNode | MapNode | ListNode | AliasNode

interface NodeBase {
  /** Where the node begins, without its anchor and tag. */
  readonly start: number
  /** Where its last visible character ends. */
  readonly end: number
  /** Where the anchor or the tag begins; equal to `start` without them. */
  readonly outerStart: number
  readonly tag: string | undefined
  readonly anchor: string | undefined
}

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded'

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar'
  readonly style: ScalarStyle
  /** The text without quotes and escapes, folded as YAML folds it. */
  readonly text: string
  /** Where a block scalar really ends, with the line ends that may belong to its value. */
  readonly tail: number
}

export interface MapNode extends NodeBase {
  readonly kind: 'map'
  readonly flow: boolean
  readonly entries: readonly MapEntry[]
}

export interface MapEntry {
  readonly key: SyntaxNode
  /** Where the entry begins: at its key, or at what stands before it (`?`, an anchor, a tag). */
  readonly start: number
  /** Absent in `{a}` and `? a`. */
  readonly colon: number | undefined
  /** An empty plain scalar where nothing is written. */
  readonly value: SyntaxNode
  /** The key as JSON has it; undefined when JSON cannot have it. */
  readonly name: string | undefined
  readonly merge: boolean
}

export interface ListNode extends NodeBase {
  readonly kind: 'list'
  readonly flow: boolean
  readonly items: readonly ListItem[]
}

export interface ListItem {
  /** Absent in flow lists. */
  readonly dash: number | undefined
  readonly value: SyntaxNode
}

export interface AliasNode extends NodeBase {
  readonly kind: 'alias'
  readonly name: string
  /** Undefined for an unknown anchor and for one that contains this alias. */
  readonly target: SyntaxNode | undefined
  readonly cyclic: boolean
}

export interface SyntaxDocument {
  readonly root: SyntaxNode
  /** Where the content may begin: after the marker, its comment stays before. */
  readonly contentStart: number
  /** Anchors or tags make edits riskier: a value may be used in several places. */
  readonly hasAliases: boolean
}

export function isEmptyNode(node: SyntaxNode): boolean {
  return node.kind === 'scalar' && node.style === 'plain' && node.start === node.end
}

/** What a node stands for: itself, or the target of the alias. */
export function targetOf(node: SyntaxNode): SyntaxNode | undefined {
  return node.kind === 'alias' ? node.target : node
}

/** Where an entry ends: at its value, or at its colon when nothing is written after it. */
export function entryEnd(entry: MapEntry): number {
  if (!isEmptyNode(entry.value)) return entry.value.end
  if (entry.value.outerStart < entry.value.start) return entry.value.start
  return entry.colon === undefined ? entry.key.end : entry.colon + 1
}

export function itemEnd(item: ListItem): number {
  if (isEmptyNode(item.value) && item.dash !== undefined)
    return item.value.outerStart < item.value.start ? item.value.start : item.dash + 1
  return item.value.end
}

/** The offset of the next character that is neither white space nor part of a comment. */
export function skipTrivia(text: string, from: number, end = text.length): number {
  let at = from
  while (at < end) {
    const code = text.charCodeAt(at)
    if (code === 32 || code === 9 || code === 10 || code === 13 || code === 0xfeff) at++
    else if (code === 35 /* # */ && isCommentStart(text, at)) at = lineEndAt(text, at)
    else break
  }
  return Math.min(at, end)
}

/** A `#` begins a comment only at the start of a text or after white space. */
export function isCommentStart(text: string, at: number): boolean {
  return at === 0 || /\s/.test(text.charAt(at - 1))
}

/** The offset of the line end that closes the line of `at`, before a `\r\n`. */
export function lineEndAt(text: string, at: number): number {
  const newline = text.indexOf('\n', at)
  if (newline < 0) return text.length
  return newline > at && text.charCodeAt(newline - 1) === 13 ? newline - 1 : newline
}

/** The offset after the line end that closes the line of `at`. */
export function nextLineAt(text: string, at: number): number {
  const newline = text.indexOf('\n', at)
  return newline < 0 ? text.length : newline + 1
}

export function lineStartAt(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1
}

/** How many characters stand before an offset in its line. */
export function columnAt(text: string, at: number): number {
  return at - lineStartAt(text, at)
}
