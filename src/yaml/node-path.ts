import { isAlias, isMap, isPair, isScalar, isSeq, type Document, type Node, type Pair } from 'yaml'
import type { FieldPath } from '../base/field-path.ts'
import type { OffsetRange } from './text-edit.ts'

export type FieldPart = 'key' | 'value' | 'entry'

/** A field found in the syntax tree: its own node, and its key when it is an entry of a map. */
export interface FoundNode {
  readonly node: Node | null
  readonly key?: Node
  readonly pair?: Pair
  readonly parent?: FoundNode
  /** How many steps of the path led here; fewer than asked when the field is not there. */
  readonly depth: number
}

/** Follows a path as far as it leads. Aliases are followed to what they stand for. */
export function findNode(document: Document, path: FieldPath): FoundNode {
  let found: FoundNode = { node: document.contents as Node | null, depth: 0 }
  for (const step of path) {
    const next = childOf(document, found, step)
    if (!next) return found
    found = next
  }
  return found
}

function childOf(
  document: Document,
  parent: FoundNode,
  step: string | number
): FoundNode | undefined {
  const node = resolved(document, parent.node)
  const depth = parent.depth + 1
  if (isSeq(node) && typeof step === 'number') {
    const item = node.items[step] as Node | null | undefined
    return item === undefined ? undefined : { node: item, parent, depth }
  }
  if (!isMap(node)) return undefined
  const wanted = String(step)
  // The last of two equal keys is the one whose value counts.
  for (let i = node.items.length - 1; i >= 0; i--) {
    const pair = node.items[i]
    if (!isPair(pair) || keyText(pair.key) !== wanted) continue
    const value = pair.value as Node | null
    return { node: value, key: pair.key as Node, pair, parent, depth }
  }
  return undefined
}

function resolved(document: Document, node: Node | null): Node | null {
  return isAlias(node) ? ((node.resolve(document) as Node | undefined) ?? null) : node
}

/** The text of a key as it becomes a field name in JSON: `true` for `on`, as Go's YAML reads it. */
export function keyText(key: unknown): string {
  if (!isScalar(key)) return ''
  // The yaml package gives a merge key as a symbol.
  if (typeof key.value === 'symbol') return '<<'
  return key.value === null ? 'null' : String(key.value)
}

/**
 * The range to underline for a path. For a field that isn't there it is the key of its nearest
 * ancestor, or the first key where the ancestor is an item of a list or the document itself.
 */
export function rangeOfPath(document: Document, path: FieldPath, part: FieldPart): OffsetRange {
  const found = findNode(document, path)
  if (found.depth < path.length) return anchorOf(found)
  const key = spanOf(found.key)
  const value = spanOf(found.node)
  if (part === 'key') return key ?? value ?? anchorOf(found)
  if (part === 'value') return value ?? key ?? anchorOf(found)
  if (key && value) return { start: key.start, end: value.end }
  return key ?? value ?? anchorOf(found)
}

function anchorOf(found: FoundNode): OffsetRange {
  const key = spanOf(found.key)
  if (key) return key
  if (isMap(found.node)) {
    const first = found.node.items[0]
    const firstKey = first && spanOf(first.key as Node)
    if (firstKey) return firstKey
  }
  const own = spanOf(found.node)
  if (own) return own
  return found.parent ? anchorOf(found.parent) : { start: 0, end: 0 }
}

function spanOf(node: Node | null | undefined): OffsetRange | undefined {
  const range = node?.range
  if (!range || range[1] <= range[0]) return undefined
  return { start: range[0], end: range[1] }
}

/** Which field stands at an offset, and whether the offset is in its key or in its value. */
export function pathAtOffset(
  document: Document,
  offset: number
): { readonly path: FieldPath; readonly part: 'key' | 'value' } | undefined {
  const visit = (
    node: Node | null,
    path: FieldPath
  ): { readonly path: FieldPath; readonly part: 'key' | 'value' } | undefined => {
    const range = node?.range
    if (!range || offset < range[0] || offset > range[2]) return undefined
    if (isMap(node)) {
      for (const pair of node.items) {
        if (!isPair(pair)) continue
        const step = keyText(pair.key)
        const key = spanOf(pair.key as Node)
        if (key && offset >= key.start && offset <= key.end)
          return { path: [...path, step], part: 'key' }
        const inside = visit(pair.value as Node | null, [...path, step])
        if (inside) return inside
      }
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        const inside = visit(item as Node | null, [...path, index])
        if (inside) return inside
      }
    } else if (offset <= range[1]) return { path, part: 'value' }
    return { path, part: 'value' }
  }
  return visit(document.contents as Node | null, [])
}
