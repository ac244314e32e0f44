import type { FieldPath } from './field-path.ts'
import { isRecord, itemsOf, numberOf, stringOf, valueAt } from './json.ts'

/**
 * A field of data whose types nobody has checked: what stands there, and the way to it. A field that is
 * absent or of another type than asked for reads as empty, so rules about the kinds of other projects need
 * no schema to be safe.
 */
export class Field {
  readonly value: unknown
  readonly #start: FieldPath
  readonly #steps: FieldPath

  /** @param steps lead on from `at` */
  constructor(value: unknown, at: FieldPath = [], steps: FieldPath = []) {
    this.value = value
    this.#start = at
    this.#steps = steps
  }

  /** Put together only here, because most fields are right and nobody asks for their place. */
  get at(): FieldPath {
    return this.#steps.length === 0 ? this.#start : this.#start.concat(this.#steps)
  }

  get(...steps: FieldPath): Field {
    return new Field(valueAt(this.value, steps), this.at, steps)
  }

  get isThere(): boolean {
    return this.value !== undefined
  }

  get text(): string | undefined {
    return stringOf(this.value)
  }

  get number(): number | undefined {
    return numberOf(this.value)
  }

  get isList(): boolean {
    return Array.isArray(this.value)
  }

  get isMap(): boolean {
    return isRecord(this.value)
  }

  /** The items of a list; none when it is no list. */
  get items(): readonly Field[] {
    return itemsOf(this.value).map((item, i) => new Field(item, [...this.at, i]))
  }

  /** The texts of a list. */
  get texts(): readonly string[] {
    return itemsOf(this.value).filter(item => typeof item === 'string')
  }

  get keys(): readonly string[] {
    return isRecord(this.value) ? Object.keys(this.value) : []
  }

  /** The entries of a map by their keys. */
  get entries(): readonly (readonly [string, Field])[] {
    return this.keys.map(key => [key, this.get(key)] as const)
  }

  /** The entries of a map whose values are text, as labels and annotations are. */
  get labels(): Readonly<Record<string, string>> {
    return isRecord(this.value)
      ? Object.fromEntries(
          Object.entries(this.value).filter(
            (entry): entry is [string, string] => typeof entry[1] === 'string'
          )
        )
      : {}
  }

  /** Whether the list or map has nothing in it. */
  get isEmpty(): boolean {
    return this.isList ? itemsOf(this.value).length === 0 : this.isMap && this.keys.length === 0
  }
}
