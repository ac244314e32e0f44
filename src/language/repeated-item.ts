import type { FieldPath } from '../base/field-path.ts'
import { itemsOf, jsonKey, recordOf, valueAt } from '../base/json.ts'
import type { FieldError } from '../api/field-error.ts'

/**
 * The item of a list that repeats another one, where a rule of a CustomResourceDefinition says of the list
 * that something in it must be unique: the rule knows the list only, and the person looks for the item.
 */
export function repeatedItem(error: FieldError, object: unknown): FieldPath | undefined {
  const text = error.detail
  if (!text.includes('must be unique')) return undefined
  const keys = /port, protocol and hostname/i.test(text)
    ? ['port', 'protocol', 'hostname']
    : ['name']
  const seen = new Set<string>()
  for (const [i, item] of itemsOf(valueAt(object, error.path)).entries()) {
    const own = jsonKey(keys.map(key => recordOf(item)[key] ?? null))
    if (seen.has(own)) return keys.length === 1 ? [i, 'name'] : [i]
    seen.add(own)
  }
  return undefined
}
