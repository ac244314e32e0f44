import type { FieldPath } from '../base/field-path.ts'
import type { TextEdit } from '../yaml/text-edit.ts'
import { stringifyManifest } from '../yaml/stringify-manifest.ts'
import type { YamlDocument } from '../yaml/yaml-file.ts'

/** Smallest text edits on one object; paths begin at the object, wherever it stands in its document. */
export class ManifestEditor {
  readonly #document: YamlDocument
  readonly #path: FieldPath

  constructor(document: YamlDocument, path: FieldPath) {
    this.#document = document
    this.#path = path
  }

  has(path: FieldPath): boolean {
    return this.#document.has([...this.#path, ...path])
  }

  /** The text of a value as it is written, without quotes around a scalar. */
  source(path: FieldPath): string {
    const { start, end } = this.#document.rangeOf([...this.#path, ...path], 'value')
    const { range, text } = this.#document
    return text.slice(start - range.start, end - range.start).replace(/^(['"])(.*)\1$/s, '$2')
  }

  /** Replaces a value, or inserts it together with the parents that are missing. */
  set(path: FieldPath, value: unknown): TextEdit[] {
    return this.#document.edit.set([...this.#path, ...path], value)
  }

  /** Adds an entry to a map, after the named sibling or at the end. */
  insert(parent: FieldPath, key: string, value: unknown, after?: string): TextEdit[] {
    return this.#document.edit.insert([...this.#path, ...parent], key, value, after)
  }

  append(list: FieldPath, item: unknown): TextEdit[] {
    return this.#document.edit.append([...this.#path, ...list], item)
  }

  remove(path: FieldPath): TextEdit[] {
    return this.#document.edit.remove([...this.#path, ...path])
  }

  renameKey(path: FieldPath, key: string): TextEdit[] {
    return this.#document.edit.renameKey([...this.#path, ...path], key)
  }

  /** Puts other objects in the place of this one. */
  replaceBy(objects: readonly unknown[]): TextEdit[] {
    if (this.#path.length === 0) return this.#document.edit.replaceDocument(objects)
    const [first, ...others] = objects
    const list = this.#path.slice(0, -1)
    return [
      ...this.#document.edit.set(this.#path, first),
      ...others.flatMap(object => this.#document.edit.append(list, object))
    ]
  }

  /** Adds an object as a document of its own after this one. */
  addDocument(object: unknown): TextEdit[] {
    const { range, text } = this.#document
    const lineEnd = text.endsWith('\n') || text === '' ? '' : '\n'
    return [
      {
        range: { start: range.end, end: range.end },
        newText: `${lineEnd}---\n${stringifyManifest(object)}`
      }
    ]
  }
}
