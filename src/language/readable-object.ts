import { hasNull, isRecord } from '../base/json.ts'
import type { FieldError } from '../api/field-error.ts'
import { pruneToSchema } from '../api/validate.ts'

/**
 * A copy that can be read as its kind: without fields of a wrong type and without nulls. A list with an item
 * of a wrong type goes as a whole, so that the indices of what is left are those of the text.
 */
export function readableObject(object: unknown, errors: readonly FieldError[]): unknown {
  const wrong = errors
    .filter(error => error.type === 'type-invalid')
    .map(error => ({ ...error, path: error.path.slice(0, error.path.findLastIndex(isKey) + 1) }))
  const pruned = wrong.length === 0 ? object : pruneToSchema(object, wrong)
  return hasNull(pruned) ? withoutNulls(pruned) : pruned
}

function isKey(step: string | number): boolean {
  return typeof step === 'string'
}

/** The API server reads null as absent; a null item of a list is an empty one. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value as readonly unknown[]
    const empty = items.some(isRecord) ? {} : ''
    return items.map(item => (item === null ? empty : withoutNulls(item)))
  }
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]) =>
      field === null ? [] : [[key, withoutNulls(field)]]
    )
  )
}
