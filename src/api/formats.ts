import { parseCidr } from '../model/cidr.ts'
import { compileRe2 } from './re2.ts'
import type { Schema } from './schema.ts'
import { withoutLeadingZeros } from './values/address-values.ts'
import { parseQuantity } from './values/quantity.ts'

/** What keeps the server from reading a value that has the right JSON type; undefined when it can. */
export function encodingFault(value: unknown, { format, type }: Schema): string | undefined {
  if (typeof value === 'number') {
    if (format === 'int32') return intFault(value)
    return type === 'integer' && Math.abs(value) >= 2 ** 63 ? 'must be a 64-bit integer' : undefined
  }
  if (typeof value !== 'string') return undefined
  if (format === 'quantity' && !parseQuantity(value))
    return 'must be a quantity, for example 500m, 2 or 64Mi'
  if (format === 'date-time' && !isTime(value))
    return 'must be a time in RFC 3339 format, for example 2026-01-31T12:00:00Z'
  if (format === 'byte' && !isBase64(value)) return 'must be Base64'
  return undefined
}

/** What keeps a number from being one of 32 bits. */
export function intFault(value: number): string | undefined {
  return value >= 2 ** 31 || value < -(2 ** 31) ? 'must be a 32-bit integer' : undefined
}

function isTime(text: string): boolean {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)$/
  return form.test(text) && !Number.isNaN(Date.parse(text))
}

/** Base64 with padding; Go skips line breaks. */
function isBase64(text: string): boolean {
  const bare = text.replaceAll(/[\r\n]/g, '')
  return bare.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(bare)
}

/** What is wrong with a text by its pattern, in the server's words. */
export function formatFault(value: unknown, schema: Schema): string | undefined {
  if (typeof value !== 'string') return undefined
  if (schema.pattern !== undefined && compileRe2(schema.pattern)?.test(value) === false)
    return `should match '${schema.pattern}'`
  // Read as leniently as Kubernetes once read blocks; only definitions of others have the format.
  if (schema.format === 'cidr' && !parseCidr(withoutLeadingZeros(value)))
    return `must be of type cidr: ${JSON.stringify(value)}`
  return undefined
}
