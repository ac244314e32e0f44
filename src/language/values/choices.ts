import type { FieldPath } from '../../base/field-path.ts'
import type { UnknownRecord } from '../../base/json.ts'
import type { KnownObject } from './known-objects.ts'

/** A place in an object that is being written, with what it can speak of. */
export interface ValuePlace {
  readonly object: UnknownRecord
  /** Group and kind of the object: `networking.k8s.io/Ingress`. */
  readonly kind: string
  readonly namespace: string | undefined
  readonly path: FieldPath
  readonly known: readonly KnownObject[]
}

/** Texts that fit a place, each with what it is. */
export type Choices = ReadonlyMap<string, string>

/** Collects choices: the first detail of a text stays, and further objects are counted behind it. */
export class ChoiceList {
  readonly #details = new Map<string, { readonly detail: string; readonly origins: Set<string> }>()

  /** `origin` tells apart what stands behind equal texts, such as two Pods with the same label. */
  add(text: string | undefined, detail: string, origin = detail): void {
    if (text === undefined || text === '') return
    const known = this.#details.get(text)
    if (known) known.origins.add(origin)
    else this.#details.set(text, { detail, origins: new Set([origin]) })
  }

  /** In the order of the alphabet, numbers by their size. */
  sorted(): Choices {
    const byText = [...this.#details].sort(([a], [b]) =>
      a.localeCompare(b, 'en', { numeric: true })
    )
    return new Map(
      byText.map(([text, { detail, origins }]) => [
        text,
        origins.size === 1 ? detail : `${detail} and ${origins.size - 1} more`
      ])
    )
  }
}

/** How the list of choices names an object: `Service in shop · kind-lab`. */
export function detailOf({ object, namespace, from }: KnownObject): string {
  const place = namespace === undefined ? '' : ` in ${namespace}`
  return `${object.kind}${place}${from === undefined ? '' : ` · ${from}`}`
}

/** Whether an object can be in the namespace that is meant; undefined can be any. */
export function isIn(known: KnownObject, namespace: string | undefined): boolean {
  return known.namespace === undefined || namespace === undefined || known.namespace === namespace
}
