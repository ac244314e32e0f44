import { parseCidr, parseIp } from '../model/cidr.ts'
import { compileRe2 } from './re2.ts'
import type { Schema } from './schema.ts'
import { withoutLeadingZeros } from './values/address-values.ts'
import { parseQuantity } from './values/quantity.ts'

/** What keeps the server from reading a value that has the right JSON type; undefined when it can. */
export function encodingFault(value: unknown, { format, type }: Schema): string | undefined {
  if (typeof value === 'number') {
    if (format === 'int32') return intFault(value)
    return type === 'integer' && isLongInteger(value) ? 'must be a 64-bit integer' : undefined
  }
  if (typeof value !== 'string') return undefined
  if (format === 'quantity' && !parseQuantity(value))
    return 'must be a quantity, for example 500m, 2 or 64Mi'
  if (format === 'date-time' && !isTime(value))
    return 'must be a time in RFC 3339 format, for example 2026-01-31T12:00:00Z'
  // Go's form of it has six digits after the seconds, neither more nor less.
  if (format === 'micro-time' && !(isTime(value) && /\D\d{6}(?:Z|[+-]\d\d:\d\d)$/.test(value)))
    return 'must be a time with microseconds, for example 2026-01-31T12:00:00.000000Z'
  if (format === 'byte' && !isBase64(value)) return 'must be Base64'
  return undefined
}

/** Whether a whole number is none of 64 bits; the largest of those is 2^63 to JavaScript. */
export function isLongInteger(value: unknown): boolean {
  return Number.isInteger(value) && Math.abs(Number(value)) > 2 ** 63
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
export function patternFault(value: unknown, { pattern }: Schema): string | undefined {
  if (typeof value !== 'string' || pattern === undefined) return undefined
  return compileRe2(pattern)?.test(value) === false ? `should match '${pattern}'` : undefined
}

/** What a text of some format is, and for people how such a text looks. */
interface Format {
  readonly isMet: (text: string) => boolean
  readonly words: string
}

/**
 * Formats that a server holds texts of custom kinds against: `supportedVersionedFormats` of apiextensions-apiserver
 * and `strfmt` of kube-openapi. It reads addresses and blocks as leniently as Kubernetes once did.
 */
const formats: ReadonlyMap<string, Format> = new Map([
  [
    'cidr',
    {
      isMet: (text: string) => parseCidr(withoutLeadingZeros(text)) !== undefined,
      words: 'must be a block of addresses, for example 192.0.2.0/24'
    }
  ],
  [
    'ipv4',
    {
      isMet: (text: string) => text.includes('.') && isAddress(withoutLeadingZeros(text)),
      words: 'must be an IPv4 address, for example 192.0.2.1'
    }
  ],
  [
    'ipv6',
    {
      isMet: (text: string) => text.includes(':') && isAddress(text),
      words: 'must be an IPv6 address, for example 2001:db8::1'
    }
  ],
  [
    'date-time',
    {
      isMet: isDateTime,
      words: 'must be a time in RFC 3339 format, for example 2026-01-31T12:00:00Z'
    }
  ],
  ['date', { isMet: isDate, words: 'must be a day, for example 2026-01-31' }],
  [
    'byte',
    {
      isMet: (text: string) =>
        /^(?:[\w+/]{4})*(?:[\w+/]{2}==|[\w+/]{3}=|[\w+/]{4})$/.test(text) && !text.includes('_'),
      words: 'must be Base64'
    }
  ],
  [
    'uuid',
    {
      isMet: (text: string) => /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(text),
      words: 'must be a UUID, for example 6b0d3a4e-5f2c-4b1a-9d8e-7c6f5a4b3c2d'
    }
  ]
])

/** What is wrong with a text by its format, to people and to the server. */
export function formatFault(
  value: unknown,
  { format, type }: Schema
): { readonly detail: string; readonly server: string } | undefined {
  if (typeof value !== 'string' || format === undefined) return undefined
  if (type !== undefined && type !== 'string') return undefined
  const known = formats.get(format)
  if (!known || known.isMet(value)) return undefined
  // The server knows formats without dashes.
  const server = `must be of type ${format.replaceAll('-', '')}: ${JSON.stringify(value)}`
  return { detail: known.words, server }
}

function isAddress(text: string): boolean {
  const ip = parseIp(text)
  return ip !== undefined && ip.zone === undefined
}

function isDate(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : NaN
  // The 30th of February is read as a day of March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

function isDateTime(text: string): boolean {
  const [date = '', time = ''] = text.toLowerCase().split('t')
  const [, hour = '99', minute = '99', second = '99'] =
    /^(\d\d):(\d\d):(\d\d)(?:.\d+)?(?:z|[+-]\d\d:\d\d)$/.exec(time) ?? []
  return isDate(date) && hour <= '23' && minute <= '59' && second <= '59'
}
