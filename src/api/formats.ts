import type { Schema } from './schema.ts'

const patterns = new Map<string, RegExp | undefined>()

/** What is wrong with a text or number by its pattern or format, in the server's words. */
export function formatFault(value: unknown, schema: Schema): string | undefined {
  if (typeof value === 'number') {
    const limit = schema.format === 'int32' ? 2 ** 31 : undefined
    return limit !== undefined && (value >= limit || value < -limit)
      ? 'must be a 32-bit integer'
      : undefined
  }
  if (typeof value !== 'string') return undefined
  if (schema.pattern !== undefined && compiled(schema.pattern)?.test(value) === false)
    return `should match '${schema.pattern}'`
  if (schema.format === 'date-time' && Number.isNaN(Date.parse(value)))
    return 'must be a time in RFC 3339 format, for example 2026-01-31T12:00:00Z'
  return undefined
}

/** RE2 and JavaScript agree on what the schemas use, once Unicode-like classes have the u flag. */
function compiled(pattern: string): RegExp | undefined {
  if (!patterns.has(pattern)) patterns.set(pattern, compile(pattern))
  return patterns.get(pattern)
}

function compile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, /\\[pP]/.test(pattern) ? 'u' : '')
  } catch {
    // Only RE2 understands it, so it can't be held against a value here; silence is never wrong.
    return undefined
  }
}
