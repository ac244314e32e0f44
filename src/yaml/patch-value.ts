import { isRecord } from '../base/json.ts'

/**
 * Whether a value has directives of a strategic merge patch in it, such as `$patch: delete`. No API
 * object has such fields.
 */
export function isPatchValue(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  let answer = answers.get(value)
  if (answer === undefined) answers.set(value, (answer = hasDirective(value)))
  return answer
}

/**
 * Whether the value of a text may have directives: they begin with `$`, written so or as an escape. Few manifests
 * have either, and the search through all values of a thousand files takes 7 ms.
 */
export function mayHaveDirective(text: string | undefined): boolean {
  return text === undefined || text.includes('$') || text.includes('\\')
}

/** Values are asked about after each change of their file and stay the same objects. */
const answers = new WeakMap<object, boolean>()

function hasDirective(value: object): boolean {
  const seen = new Set<unknown>()
  const visit = (part: unknown): boolean => {
    if (typeof part !== 'object' || part === null || seen.has(part)) return false
    seen.add(part)
    if (Array.isArray(part)) return (part as readonly unknown[]).some(visit)
    return Object.entries(part).some(([key, entry]) => isDirective(key) || visit(entry))
  }
  return visit(value)
}

/** Whether a value is a list of JSON patch operations (RFC 6902). */
export function isJsonPatchValue(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    (value as readonly unknown[]).every(
      one =>
        isRecord(one) &&
        typeof one.op === 'string' &&
        operations.has(one.op) &&
        typeof one.path === 'string' &&
        (one.path === '' || one.path.startsWith('/'))
    )
  )
}

function isDirective(key: string): boolean {
  return (
    key === '$patch' ||
    key === '$retainKeys' ||
    key.startsWith('$setElementOrder/') ||
    key.startsWith('$deleteFromPrimitiveList/')
  )
}

const operations: ReadonlySet<string> = new Set([
  'add',
  'remove',
  'replace',
  'move',
  'copy',
  'test'
])
