import { isRecord } from '../../base/json.ts'
import { PatchError } from './patch-error.ts'

/**
 * Applies a JSON Merge Patch (RFC 7386) to an object: null removes a field, a list replaces the list.
 * @throws PatchError for a patch that is no object
 */
export function jsonMergePatch(value: unknown, patch: unknown): unknown {
  if (!isRecord(patch))
    throw new PatchError(
      'malformed',
      `error decoding patch: json: cannot unmarshal ${Array.isArray(patch) ? 'array' : typeof patch} into Go value of type map[string]interface {}`
    )
  return merged(value, patch)
}

function merged(value: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch
  const result: Record<string, unknown> = { ...(isRecord(value) ? value : {}) }
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) Reflect.deleteProperty(result, key)
    else result[key] = merged(result[key], change)
  }
  return result
}
