import type { FieldPath } from '../base/field-path.ts'
import {
  entryEnd,
  isEmptyNode,
  itemEnd,
  targetOf,
  type ListItem,
  type MapEntry,
  type SyntaxNode
} from './syntax-tree.ts'
import type { OffsetRange } from './text-edit.ts'

export type FieldPart = 'key' | 'value' | 'entry'

/** A field found in the syntax tree, with the entry of a map or the item of a list that it is. */
export interface FoundNode {
  readonly node: SyntaxNode
  readonly entry?: MapEntry
  readonly item?: ListItem
  readonly parent?: FoundNode
  /** How many steps of the path led here; fewer than asked when the field is not there. */
  readonly depth: number
  /** Whether an alias or a merge key was followed: the field stands elsewhere in the text. */
  readonly borrowed: boolean
}

/** Follows a path as far as it leads. Aliases and merge keys are followed to what they stand for. */
export function findNode(root: SyntaxNode, path: FieldPath): FoundNode {
  let found: FoundNode = { node: root, depth: 0, borrowed: false }
  for (const step of path) {
    const next = childOf(found, step)
    if (!next) return found
    found = next
  }
  return found
}

function childOf(parent: FoundNode, step: string | number): FoundNode | undefined {
  const node = targetOf(parent.node)
  const borrowed = parent.borrowed || parent.node.kind === 'alias'
  const depth = parent.depth + 1
  if (node?.kind === 'list' && typeof step === 'number') {
    const item = node.items[step]
    return item && { node: item.value, item, parent, depth, borrowed }
  }
  if (node?.kind !== 'map') return undefined
  const found = entryOf(node, String(step), 0)
  if (!found) return undefined
  const { entry, merged } = found
  return { node: entry.value, entry, parent, depth, borrowed: borrowed || merged }
}

/** The entry whose value counts: the last one, be it written here or merged in. */
function entryOf(
  node: SyntaxNode | undefined,
  name: string,
  depth: number
): { readonly entry: MapEntry; readonly merged: boolean } | undefined {
  if (node?.kind !== 'map' || depth > 50) return undefined
  for (let i = node.entries.length - 1; i >= 0; i--) {
    const entry = node.entries[i]
    if (!entry) continue
    if (!entry.merge) {
      if (entry.name === name) return { entry, merged: false }
      continue
    }
    const source = targetOf(entry.value)
    const sources =
      source?.kind === 'list' ? source.items.map(item => targetOf(item.value)) : [source]
    for (const one of sources) {
      const found = entryOf(one, name, depth + 1)
      if (found) return { entry: found.entry, merged: true }
    }
  }
  return undefined
}

/**
 * The range to underline for a path. For a field that isn't there it is the key of its nearest
 * ancestor, or the first key where the ancestor is an item of a list or the document itself.
 */
export function rangeOfPath(root: SyntaxNode, path: FieldPath, part: FieldPart): OffsetRange {
  const found = findNode(root, path)
  if (found.depth < path.length || part === 'key') return anchorOf(found)
  const { node, entry, item } = found
  if (part === 'value' && !isEmptyNode(node)) return { start: node.start, end: node.end }
  if (part === 'value') return anchorOf(found)
  if (entry) return { start: entry.start, end: entryEnd(entry) }
  if (item) return { start: item.dash ?? item.value.outerStart, end: itemEnd(item) }
  return { start: node.start, end: node.end }
}

/** The key of a field; for one without a key the first key in it, or itself. */
function anchorOf(found: FoundNode): OffsetRange {
  const { node, entry, item, parent } = found
  if (entry && !isEmptyNode(entry.key)) return { start: entry.key.start, end: entry.key.end }
  if (node.kind === 'map') {
    const first = node.entries.find(({ key }) => !isEmptyNode(key))
    if (first) return { start: first.key.start, end: first.key.end }
  }
  if (node.end > node.start && node.kind !== 'list') return { start: node.start, end: node.end }
  if (node.kind === 'list' && node.flow && node.end > node.start)
    return { start: node.start, end: node.end }
  if (item?.dash !== undefined && isEmptyNode(node)) return { start: item.dash, end: item.dash + 1 }
  if (node.kind === 'list' && node.items[0]) {
    const first = node.items[0]
    return anchorOf({ node: first.value, item: first, depth: 0, borrowed: false })
  }
  return parent ? anchorOf(parent) : { start: node.start, end: node.end }
}
