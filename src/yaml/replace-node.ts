import { isRecord } from '../base/json.ts'
import { stringifyBlock, stringifyFlow } from './block-text.ts'
import { blockStyleAt, columnOf, type EditStyle } from './edit-style.ts'
import { quoted, scalarText } from './scalar-text.ts'
import {
  isEmptyNode,
  lineEndAt,
  lineStartAt,
  type SyntaxDocument,
  type SyntaxNode
} from './syntax-tree.ts'
import type { TextEdit } from './text-edit.ts'

/** A node with what an edit has to know about its surroundings. */
export interface NodePlace {
  readonly node: SyntaxNode
  /** Where its text can begin: behind the colon, the dash or the document marker. */
  readonly head: number
  readonly context: 'entry' | 'item' | 'root' | 'flow'
  /** The column of the key or dash that it belongs to. */
  readonly column: number
}

/** Edits that put another value in the place of a node. */
export function replaceNode(
  place: NodePlace,
  value: unknown,
  text: string,
  style: EditStyle
): TextEdit[] {
  const { node, context } = place
  if (context === 'flow' || style.json) return [replaceFlow(place, value, text, style)]
  if (context === 'root') return [replaceRoot(place, value, text, style)]
  const [first, ...rest] = newLines(place, value, style)
  if (first !== undefined && rest.length === 0) return replaceByLine(place, first, text)
  return replaceByLines(place, first ?? '', rest, text, style, isEmptyNode(node))
}

/** The new text: what follows the head on its line, and the lines below it. */
function newLines(place: NodePlace, value: unknown, style: EditStyle): string[] {
  const nested = Array.isArray(value) ? value.length > 0 : isRecord(value) && hasEntries(value)
  if (!nested) {
    const old = place.node
    if (typeof value === 'string' && old.kind === 'scalar' && !value.includes('\n'))
      return [sameQuotes(value, old.style, style)]
    return stringifyBlock(value, blockStyleAt(style, place.column)).split(style.newline)
  }
  const column = nestedColumn(place, value, style)
  const block = stringifyBlock(value, blockStyleAt(style, column)).split(style.newline)
  if (place.context === 'item') return block
  return ['', ' '.repeat(column) + (block[0] ?? ''), ...block.slice(1)]
}

/** Where a nested collection stands: where the old one stood, or as the rest of the text has it. */
function nestedColumn(place: NodePlace, value: unknown, style: EditStyle): number {
  if (place.context === 'item') return place.column + 2
  if (!Array.isArray(value)) return place.column + style.indent
  return place.column + (style.indentSequences ? style.indent : 0)
}

function hasEntries(value: object): boolean {
  return Object.values(value).some(entry => entry !== undefined)
}

export function sameQuotes(value: string, old: string, style: EditStyle, flow = false): string {
  if (old === 'single' || old === 'double') return quoted(value, old)
  return scalarText(value, style.quotes, flow)
}

function replaceByLine(place: NodePlace, line: string, text: string): TextEdit[] {
  const { node, head } = place
  if (isEmptyNode(node) && node.outerStart === node.start)
    return [{ range: { start: head, end: head }, newText: ` ${line}` }]
  const headEnd = lineEndAt(text, head)
  if (node.outerStart <= headEnd)
    return [{ range: { start: node.outerStart, end: node.end }, newText: line }]
  // A comment behind the key stays there; comments inside of the old value go with it.
  return [
    { range: { start: head, end: head }, newText: ` ${line}` },
    { range: { start: headEnd, end: node.end }, newText: '' }
  ]
}

function replaceByLines(
  place: NodePlace,
  first: string,
  rest: readonly string[],
  text: string,
  style: EditStyle,
  wasEmpty: boolean
): TextEdit[] {
  const { node, head } = place
  const headEnd = lineEndAt(text, head)
  const opening = first === '' ? '' : ` ${first}`
  const below = rest.map(line => style.newline + line).join('')
  if (!wasEmpty && node.outerStart > headEnd) {
    const comment = text.slice(head, headEnd).trim()
    if (first === '' || comment === '' || isHeader(first))
      return [
        { range: { start: head, end: head }, newText: opening },
        { range: { start: headEnd, end: node.end }, newText: below }
      ]
    const own = `${style.newline}${' '.repeat(place.column + 2)}${first}${below}`
    return [{ range: { start: headEnd, end: node.end }, newText: own }]
  }
  const end = wasEmpty ? Math.max(node.end, head) : node.end
  const lineEnd = lineEndAt(text, end)
  const comment = text.slice(end, lineEnd).trim()
  if (comment === '') return [{ range: { start: head, end: lineEnd }, newText: opening + below }]
  // Behind the header of a block scalar and behind a bare key or dash a comment may stand.
  const ownLine =
    first === '' || isHeader(first)
      ? `${opening} ${comment}`
      : ` ${comment}${style.newline}${' '.repeat(place.column + 2)}${first}`
  return [{ range: { start: head, end: lineEnd }, newText: ownLine + below }]
}

function isHeader(line: string): boolean {
  return /^[|>][-+]?$/.test(line)
}

function replaceFlow(
  { node, head, context }: NodePlace,
  value: unknown,
  text: string,
  style: EditStyle
): TextEdit {
  const newText = flowText(value, node, text, style, context === 'root')
  if (isEmptyNode(node) && node.outerStart === node.start)
    return { range: { start: head, end: head }, newText: ` ${newText}` }
  return { range: { start: node.outerStart, end: node.end }, newText }
}

/** A value as flow text; JSON that runs over several lines keeps doing so. */
export function flowText(
  value: unknown,
  old: SyntaxNode | undefined,
  text: string,
  style: EditStyle,
  root = false
): string {
  if (old?.kind === 'scalar' && typeof value === 'string' && !style.json)
    return sameQuotes(value, old.style, style, true)
  const lines = style.json && (root || text.includes('\n'))
  const nested = typeof value === 'object' && value !== null && Object.keys(value).length > 0
  if (!lines || !nested) return stringifyFlow(value, blockStyleAt(style, 0), style.json)
  const indent = old ? indentationAt(text, old.start) : 0
  return JSON.stringify(value, null, style.indent).replaceAll(
    '\n',
    style.newline + ' '.repeat(indent)
  )
}

/** How far the line of an offset is indented. */
export function indentationAt(text: string, offset: number): number {
  const start = lineStartAt(text, offset)
  return /^\uFEFF?( *)/.exec(text.slice(start, offset))?.[1]?.length ?? 0
}

function replaceRoot(place: NodePlace, value: unknown, text: string, style: EditStyle): TextEdit {
  const { node, head } = place
  const block = stringifyBlock(value, blockStyleAt(style, 0))
  const empty = isEmptyNode(node) && node.outerStart === node.start
  if (empty) return appendToEmpty(block, text, style)
  const onMarker = head > 0 && !text.slice(head, node.outerStart).includes('\n') && head >= 3
  return {
    range: { start: node.outerStart, end: node.end },
    newText: onMarker ? style.newline + block : block
  }
}

/** A document of comments only, or of nothing: the content comes after them. */
function appendToEmpty(block: string, text: string, style: EditStyle): TextEdit {
  const before = text === '' || text === '\uFEFF' || text.endsWith('\n') ? '' : style.newline
  const at = text.length
  return { range: { start: at, end: at }, newText: `${before}${block}${style.newline}` }
}

/** Where the content of a document stands. */
export function rootPlace({ root, contentStart }: SyntaxDocument): NodePlace {
  return { node: root, head: contentStart, context: 'root', column: 0 }
}

/** The place of the value of an entry or of an item. */
export function childPlace(
  text: string,
  flow: boolean,
  child: { readonly value: SyntaxNode; readonly start: number; readonly mark: number | undefined }
): NodePlace {
  return {
    node: child.value,
    head: child.mark === undefined ? child.value.start : child.mark + 1,
    context: flow ? 'flow' : child.mark === child.start ? 'item' : 'entry',
    column: columnOf(text, child.start)
  }
}
