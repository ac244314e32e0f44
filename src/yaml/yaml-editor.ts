import type { FieldPath } from '../base/field-path.ts'
import { jsonEqual, valueAt } from '../base/json.ts'
import { stringifyBlock } from './block-text.ts'
import { changedValue, type ValueChange } from './changed-value.ts'
import { blockStyleAt, editStyleOf, type EditStyle } from './edit-style.ts'
import { applyEdits } from './line-map.ts'
import { planEdit } from './plan-edit.ts'
import { readDocument, type ReadDocument } from './read-document.ts'
import { lineEndAt } from './syntax-tree.ts'
import type { TextEdit } from './text-edit.ts'

/**
 * Smallest text edits on one document, which keep its indentation, quotes, comments and line ends.
 * The edited text is read again: what doesn't give exactly the intended value is never handed out, and
 * a larger part of the document is written anew instead.
 */
export class YamlEditor {
  readonly #read: ReadDocument
  readonly #offset: number
  #style: EditStyle | undefined

  constructor(read: ReadDocument, offset: number) {
    this.#read = read
    this.#offset = offset
  }

  /** Replaces a value, or inserts it together with the parents that are missing. */
  set(path: FieldPath, value: unknown): TextEdit[] {
    return this.#change({ kind: 'set', path, value })
  }

  /** Adds an entry to a map, after the named sibling or at the end; one that is there is replaced. */
  insert(parent: FieldPath, key: string, value: unknown, after?: string): TextEdit[] {
    return this.#change({ kind: 'insert', path: parent, key, value, after })
  }

  append(list: FieldPath, item: unknown): TextEdit[] {
    return this.#change({ kind: 'append', path: list, value: item })
  }

  /** Takes a field or an item away with its lines. What was the only one leaves `{}` or `[]`. */
  remove(path: FieldPath): TextEdit[] {
    return this.#change({ kind: 'remove', path })
  }

  renameKey(path: FieldPath, key: string): TextEdit[] {
    return this.#change({ kind: 'rename', path, key })
  }

  /**
   * Puts one document, or the documents of a list, in the place of this one. Comments around the old
   * content stay.
   */
  replaceDocument(value: unknown): TextEdit[] {
    const values = Array.isArray(value) ? (value as readonly unknown[]) : [value]
    const { text } = this.#read
    if (values.length === 0)
      return this.#located([{ range: { start: 0, end: text.length }, newText: '' }])
    return this.#located([this.#wholeDocument(values)])
  }

  #change(change: ValueChange): TextEdit[] {
    const { value, problems } = this.#read
    const expected = changedValue(value, change)
    if (jsonEqual(value, expected)) return []
    const style = (this.#style ??= editStyleOf(this.#read))
    const first = planEdit(this.#read, change, style)
    if (first && this.#gives(first, expected)) return this.#located(first)
    // A half-typed document must not be written anew from what could be read of it.
    if (problems.some(({ code }) => code !== 'duplicate-key')) return []
    for (let depth = change.path.length; depth >= 0; depth--) {
      const path = change.path.slice(0, depth)
      const larger = { kind: 'set', path, value: valueAt(expected, path) } as const
      if (larger.value === undefined) continue
      const edits = planEdit(this.#read, larger, style)
      if (edits && this.#gives(edits, expected)) return this.#located(edits)
    }
    return this.#located([this.#wholeDocument([expected])])
  }

  #gives(edits: readonly TextEdit[], expected: unknown): boolean {
    const after = readDocument(applyEdits(this.#read.text, edits))
    const before = this.#read.problems.length
    return after.problems.length <= before && jsonEqual(after.value, expected)
  }

  #wholeDocument(values: readonly unknown[]): TextEdit {
    const { text, syntax } = this.#read
    const style = (this.#style ??= editStyleOf(this.#read))
    const { newline } = style
    const json = style.json && values.length === 1
    const newText = values
      .map(value =>
        json
          ? JSON.stringify(value, null, style.indent).replaceAll('\n', newline)
          : stringifyBlock(value, blockStyleAt(style, 0))
      )
      .join(`${newline}---${newline}`)
    const { root, contentStart } = syntax
    if (root.outerStart === root.end) {
      const before = text === '' || text === '\uFEFF' || text.endsWith('\n') ? '' : newline
      return {
        range: { start: text.length, end: text.length },
        newText: `${before}${newText}${newline}`
      }
    }
    const onMarker = contentStart >= 3 && !text.slice(contentStart, root.outerStart).includes('\n')
    return {
      range: { start: root.outerStart, end: lineEndAt(text, root.end) },
      newText: onMarker ? newline + newText : newText
    }
  }

  #located(edits: readonly TextEdit[]): TextEdit[] {
    return edits.map(({ range, newText }) => ({
      range: { start: range.start + this.#offset, end: range.end + this.#offset },
      newText
    }))
  }
}
