export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/** An object whose fields are not known yet. */
export type UnknownRecord = Readonly<Record<string, unknown>>

export function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The fields of an object, or none when the value is not an object. */
export function recordOf(value: unknown): UnknownRecord {
  return isRecord(value) ? value : {}
}

/** The items of an array, or none when the value is not an array. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : []
}

export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Whether a JSON value is null or holds one anywhere. */
export function hasNull(value: unknown): boolean {
  if (value === null) return true
  if (Array.isArray(value)) return value.some(hasNull)
  if (!isRecord(value)) return false
  for (const key in value) if (hasNull(value[key])) return true
  return false
}

/** Follows keys and indices into a value; undefined as soon as one of them leads nowhere. */
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let current = value
  // Counted, because this is asked more often than anything else, and an iterator makes an object for each step.
  const { length } = path
  for (let i = 0; i < length; i++) {
    const step = path[i] ?? ''
    if (typeof step === 'number') {
      if (!Array.isArray(current)) return undefined
      current = (current as readonly unknown[])[step]
    } else {
      if (!isRecord(current) || !Object.hasOwn(current, step)) return undefined
      current = current[step]
    }
  }
  return current
}

/** Equality as JSON sees it: the order of an object's keys doesn't matter, the order of a list does. */
export function jsonEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a)) {
    return (
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, i) => jsonEqual(item, (b as unknown[])[i]))
    )
  }
  if (!isRecord(a) || !isRecord(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => Object.hasOwn(b, key) && jsonEqual(a[key], b[key]))
  )
}

/** A text that is the same for values that `jsonEqual` takes for equal, so that a map finds them at once. */
export function jsonKey(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isRecord(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part
  )
}
