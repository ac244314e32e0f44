import { isRecord } from '../../base/json.ts'

/** Applies a JSON Merge Patch (RFC 7386): null removes a field, a list replaces the list. */
export function jsonMergePatch(value: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch
  const merged: Record<string, unknown> = { ...(isRecord(value) ? value : {}) }
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) Reflect.deleteProperty(merged, key)
    else merged[key] = jsonMergePatch(merged[key], change)
  }
  return merged
}
