import type { FieldPath } from '../base/field-path.ts'
import { readDocument, type ReadDocument } from './read-document.ts'
import {
  isCommentStart,
  isEmptyNode,
  lineEndAt,
  lineStartAt,
  skipTrivia,
  type ListNode,
  type MapNode,
  type SyntaxNode
} from './syntax-tree.ts'

/** A field at a place in the text, and whether the place is in its key or in its value. */
export interface PathAt {
  readonly path: FieldPath
  readonly part: 'key' | 'value'
}

/**
 * The field at an offset of a document, also where nothing is written yet: on a blank line it is a
 * key with an empty name in the map that such a line would belong to.
 */
export function pathAtOffset(read: ReadDocument, offset: number): PathAt | undefined {
  const { text, syntax } = read
  if (offset < 0 || offset > text.length) return undefined
  const written = read.problems.length === 0 ? atScalar(syntax.root, offset, []) : undefined
  if (written) return written
  const flow = flowAt(syntax.root, offset, [])
  if (flow) return inFlow(flow.node, flow.path, text, offset)
  return onLine(text, offset)
}

/** The key or the value that is written at the offset. */
function atScalar(node: SyntaxNode, offset: number, path: FieldPath): PathAt | undefined {
  const inside = (one: SyntaxNode): boolean => one.outerStart <= offset && offset <= one.end
  if (node.kind === 'map')
    for (const { key, value, name } of node.entries) {
      const own = [...path, name ?? '']
      if (inside(key) && !isEmptyNode(key)) return { path: own, part: 'key' }
      if (!inside(value) || isEmptyNode(value)) continue
      return atScalar(value, offset, own)
    }
  else if (node.kind === 'list')
    for (const [index, { value }] of node.items.entries()) {
      if (inside(value) && !isEmptyNode(value)) return atScalar(value, offset, [...path, index])
    }
  else if (inside(node) && !isEmptyNode(node)) return { path, part: 'value' }
  return undefined
}

interface FlowPlace {
  readonly node: MapNode | ListNode
  readonly path: FieldPath
}

/** The innermost flow collection around the offset. */
function flowAt(node: SyntaxNode, offset: number, path: FieldPath): FlowPlace | undefined {
  if (offset < node.start || offset > node.end) return undefined
  let inner: FlowPlace | undefined
  if (node.kind === 'map')
    for (const { value, name } of node.entries)
      inner ??= flowAt(value, offset, [...path, name ?? ''])
  else if (node.kind === 'list')
    for (const [index, { value }] of node.items.entries())
      inner ??= flowAt(value, offset, [...path, index])
  else return undefined
  if (inner) return inner
  return node.flow && offset > node.start && offset < node.end ? { node, path } : undefined
}

function inFlow(node: MapNode | ListNode, path: FieldPath, text: string, offset: number): PathAt {
  if (node.kind === 'list') {
    const index = node.items.filter(({ value }) => value.end < offset).length
    return { path: [...path, index], part: 'value' }
  }
  for (const { key, colon, value, name } of node.entries) {
    if (key.start <= offset && offset <= key.end)
      return { path: [...path, name ?? ''], part: 'key' }
    const end = isEmptyNode(value) ? valueSpaceEnd(text, (colon ?? key.end) + 1) : value.end
    if (colon !== undefined && offset > colon && offset <= end)
      return { path: [...path, name ?? ''], part: 'value' }
  }
  return { path: [...path, ''], part: 'key' }
}

/** Up to the comma or brace that closes an entry without a value. */
function valueSpaceEnd(text: string, from: number): number {
  return skipTrivia(text, from)
}

const cursorName = 'netlabs-cursor-d41d8cd9'

/**
 * Puts a key of our own in the place of what is being typed and looks where it lands. That is the only
 * way that holds for half a key, which YAML would take together with the line below.
 */
function onLine(text: string, offset: number): PathAt | undefined {
  const lineStart = lineStartAt(text, offset)
  const lineEnd = lineEndAt(text, offset)
  const line = text.slice(lineStart, lineEnd)
  const column = offset - lineStart
  if (/^(?:---|\.\.\.)(?:\s|$)/.test(line)) return undefined
  if (isInComment(line, column)) return undefined

  const prefix = /^ *(?:- +|-$)*/.exec(line)?.[0] ?? ''
  const typed = line.slice(prefix.length)
  const key = /^(?:"([^"]*)"|'([^']*)'|([^\s#:'"][^#:]*?))\s*:(?:\s|$)/.exec(typed)
  const inValue = key !== null && column >= prefix.length + key[0].trimEnd().length
  const name = key ? (key[1] ?? key[2] ?? key[3] ?? '') : typed.trim()
  const dashes = prefix.trimEnd()
  // Behind a blank line's indentation the place of the cursor says how deep the new key stands.
  const columns =
    typed.trim() === '' && !dashes.includes('-')
      ? shallower(text, lineStart, Math.min(column, line.length))
      : [prefix.length]
  for (const indent of columns) {
    const head = dashes.includes('-') ? `${dashes} ` : ' '.repeat(indent)
    const probe = `${text.slice(0, lineStart)}${head}${cursorName}:${text.slice(lineEnd)}`
    const found = cursorPath(readDocument(probe).syntax.root, [])
    if (!found) continue
    if (inValue) return { path: [...found, name], part: 'value' }
    return { path: [...found, name], part: 'key' }
  }
  return undefined
}

/** The path of the map in which the cursor's key landed. */
function cursorPath(node: SyntaxNode, path: FieldPath): FieldPath | undefined {
  if (node.kind === 'map') {
    for (const { name, value } of node.entries) {
      if (name === cursorName) return path
      const inside = cursorPath(value, [...path, name ?? ''])
      if (inside) return inside
    }
  } else if (node.kind === 'list') {
    for (const [index, { value }] of node.items.entries()) {
      const inside = cursorPath(value, [...path, index])
      if (inside) return inside
    }
  }
  return undefined
}

/** The cursor's column first, then the columns of the keys above it that are further out. */
function shallower(text: string, lineStart: number, column: number): number[] {
  const columns = [column]
  const above = text.slice(0, lineStart).split('\n').reverse()
  for (const line of above) {
    const indent = /^ *(?:- +)*(?=[^\s#-])/.exec(line)?.[0].length
    if (indent !== undefined && indent < (columns.at(-1) ?? 0)) columns.push(indent)
    if (indent === 0 || columns.length > 8) break
  }
  return columns
}

function isInComment(line: string, column: number): boolean {
  let quote = ''
  for (let i = 0; i < Math.min(column, line.length); i++) {
    const char = line.charAt(i)
    if (quote !== '') {
      if (char === quote) quote = ''
    } else if (char === '"' || char === "'") {
      if (i === 0 || /[\s,[{:]/.test(line.charAt(i - 1))) quote = char
    } else if (char === '#' && isCommentStart(line, i)) return true
  }
  return false
}
