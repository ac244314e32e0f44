import type { FieldPath } from '../base/field-path.ts'
import { isRecord, jsonEqual, valueAt } from '../base/json.ts'
import { keyText } from './block-text.ts'
import type { ValueChange } from './changed-value.ts'
import { blockStyleAt, type EditStyle } from './edit-style.ts'
import { appendItem, insertEntry } from './insert-child.ts'
import { findNode, type FoundNode } from './node-path.ts'
import type { ReadDocument } from './read-document.ts'
import { removeChild } from './remove-child.ts'
import { childPlace, replaceNode, rootPlace, sameQuotes, type NodePlace } from './replace-node.ts'
import type { MapNode, SyntaxNode } from './syntax-tree.ts'
import type { TextEdit } from './text-edit.ts'

/**
 * The smallest edits for a change, as far as the tree tells; undefined where the text has no place of
 * its own for it, such as a field that an alias stands for.
 */
export function planEdit(
  read: ReadDocument,
  change: ValueChange,
  style: EditStyle
): TextEdit[] | undefined {
  const planner = new EditPlanner(read, style)
  switch (change.kind) {
    case 'set':
      return planner.set(change.path, change.value)
    case 'insert':
      return planner.insert(change.path, change.key, change.value, change.after)
    case 'append':
      return planner.append(change.path, change.value)
    case 'remove':
      return planner.remove(change.path)
    case 'rename':
      return planner.rename(change.path, change.key)
  }
}

class EditPlanner {
  readonly #text: string
  readonly #root: SyntaxNode
  readonly #read: ReadDocument
  readonly #style: EditStyle

  constructor(read: ReadDocument, style: EditStyle) {
    this.#read = read
    this.#text = read.text
    this.#root = read.syntax.root
    this.#style = style
  }

  set(path: FieldPath, value: unknown): TextEdit[] | undefined {
    const found = findNode(this.#root, path)
    if (found.borrowed) return undefined
    if (found.depth === path.length) return this.#replace(found, path, value)
    const step = path[found.depth]
    const nested = nest(path.slice(found.depth + 1), value)
    const { node } = found
    if (typeof step === 'string' && node.kind === 'map' && node.entries.length > 0)
      return insertEntry(node, step, nested, undefined, this.#text, this.#style)
    if (typeof step === 'number' && node.kind === 'list' && node.items.length > 0)
      return appendItem(node, nested, this.#text, this.#style)
    if (node.kind === 'alias') return undefined
    return this.#replaceWhole(found, nest(path.slice(found.depth), value))
  }

  insert(
    path: FieldPath,
    key: string,
    value: unknown,
    after: string | undefined
  ): TextEdit[] | undefined {
    const found = findNode(this.#root, path)
    const { node } = found
    const known = node.kind === 'map' && node.entries.some(({ name }) => name === key)
    if (found.depth < path.length || found.borrowed || known || node.kind !== 'map')
      return this.set([...path, key], value)
    if (node.entries.length === 0) return this.#replaceWhole(found, { [key]: value })
    return insertEntry(node, key, value, after, this.#text, this.#style)
  }

  append(path: FieldPath, value: unknown): TextEdit[] | undefined {
    const found = findNode(this.#root, path)
    const { node } = found
    if (found.borrowed || node.kind === 'alias') return undefined
    if (found.depth < path.length || node.kind !== 'list' || node.items.length === 0)
      return this.set(path, [value])
    return appendItem(node, value, this.#text, this.#style)
  }

  remove(path: FieldPath): TextEdit[] | undefined {
    const found = findNode(this.#root, path)
    if (found.depth < path.length) return []
    const { parent } = found
    if (!parent || found.borrowed) return undefined
    const container = parent.node
    if (container.kind === 'map') {
      const index = container.entries.findIndex(entry => entry === found.entry)
      if (container.entries.length === 1) return this.#replaceWhole(parent, {})
      return removeChild(container, index, this.#text)
    }
    if (container.kind !== 'list') return undefined
    const index = container.items.findIndex(item => item === found.item)
    if (container.items.length === 1) return this.#replaceWhole(parent, [])
    return removeChild(container, index, this.#text)
  }

  rename(path: FieldPath, name: string): TextEdit[] | undefined {
    const found = findNode(this.#root, path)
    if (found.depth < path.length) return []
    const { entry, parent } = found
    if (!entry || found.borrowed || parent?.node.kind !== 'map') return undefined
    if (entry.name === name) return []
    const { key } = entry
    const { flow } = parent.node
    const quotes = key.kind === 'scalar' ? key.style : 'plain'
    const newText = this.#style.json
      ? JSON.stringify(name)
      : quotes === 'plain'
        ? keyText(name, blockStyleAt(this.#style, 0), flow)
        : sameQuotes(name, quotes, this.#style, flow)
    return [
      { range: { start: key.outerStart, end: key.end }, newText },
      ...this.#removeOther(parent.node, name)
    ]
  }

  /** The renamed field takes the place of one that has the name already. */
  #removeOther(map: MapNode, name: string): TextEdit[] {
    const index = map.entries.findIndex(entry => entry.name === name && !entry.merge)
    return index < 0 ? [] : removeChild(map, index, this.#text)
  }

  /** Only what differs is written, so that comments and the order of the rest stay. */
  #replace(found: FoundNode, path: FieldPath, value: unknown): TextEdit[] | undefined {
    const old = valueAt(this.#read.value, path)
    if (jsonEqual(old, value)) return []
    const { node } = found
    const keys = sameKeys(old, value)
    if (keys === undefined || (node.kind !== 'map' && node.kind !== 'list'))
      return this.#replaceWhole(found, value)
    const edits: TextEdit[] = []
    for (const key of keys) {
      const own = this.set([...path, key], valueAt(value, [key]))
      if (!own) return this.#replaceWhole(found, value)
      edits.push(...own)
    }
    return edits
  }

  #replaceWhole(found: FoundNode, value: unknown): TextEdit[] {
    return replaceNode(this.#placeOf(found), value, this.#text, this.#style)
  }

  #placeOf({ entry, item, parent }: FoundNode): NodePlace {
    const container = parent?.node
    const flow = container?.kind === 'map' || container?.kind === 'list' ? container.flow : false
    if (entry)
      return childPlace(this.#text, flow, { ...entry, mark: entry.colon ?? entry.key.end - 1 })
    if (item)
      return childPlace(this.#text, flow, {
        value: item.value,
        start: item.dash ?? item.value.outerStart,
        mark: item.dash
      })
    return rootPlace(this.#read.syntax)
  }
}

/** The value with the parents that lead to it. */
function nest(path: FieldPath, value: unknown): unknown {
  return path.reduceRight<unknown>(
    (inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }),
    value
  )
}

/** The steps into two maps with the same keys or two lists of the same length. */
function sameKeys(old: unknown, value: unknown): readonly (string | number)[] | undefined {
  if (Array.isArray(old) && Array.isArray(value))
    return old.length === value.length && old.length > 0 ? [...old.keys()] : undefined
  if (!isRecord(old) || !isRecord(value)) return undefined
  const keys = Object.keys(old)
  if (keys.length === 0 || keys.length !== Object.keys(value).length) return undefined
  return keys.every(key => Object.hasOwn(value, key)) ? keys : undefined
}
