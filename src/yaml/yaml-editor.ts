import type { FieldPath } from '../base/field-path.ts'
import { changedValue, type ValueChange } from './changed-value.ts'
import type { ReadDocument } from './read-document.ts'
import { stringifyManifest } from './stringify-manifest.ts'
import type { TextEdit } from './text-edit.ts'

/** Smallest text edits on one document. */
export class YamlEditor {
  readonly #read: ReadDocument
  readonly #offset: number

  constructor(read: ReadDocument, offset: number) {
    this.#read = read
    this.#offset = offset
  }

  set(path: FieldPath, value: unknown): TextEdit[] {
    return this.#change({ kind: 'set', path, value })
  }

  insert(path: FieldPath, key: string, value: unknown, after?: string): TextEdit[] {
    return this.#change({ kind: 'insert', path, key, value, after })
  }

  append(path: FieldPath, value: unknown): TextEdit[] {
    return this.#change({ kind: 'append', path, value })
  }

  remove(path: FieldPath): TextEdit[] {
    return this.#change({ kind: 'remove', path })
  }

  renameKey(path: FieldPath, key: string): TextEdit[] {
    return this.#change({ kind: 'rename', path, key })
  }

  replaceDocument(value: unknown): TextEdit[] {
    const values = Array.isArray(value) ? (value as readonly unknown[]) : [value]
    const { text } = this.#read
    const head = /^(?:\uFEFF)?(?:---[^\n]*\n)?/.exec(text)?.[0] ?? ''
    return [
      {
        range: { start: this.#offset + head.length, end: this.#offset + text.length },
        newText: values.map(stringifyManifest).join('---\n')
      }
    ]
  }

  #change(change: ValueChange): TextEdit[] {
    return this.replaceDocument([changedValue(this.#read.value, change)])
  }
}
