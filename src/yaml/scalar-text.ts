import { goScalar } from './go-scalar.ts'

export type QuoteStyle = 'single' | 'double'

/** A scalar on one line, so that Kubernetes and every other YAML reader read the same value. */
export function scalarText(
  value: string | number | boolean | null,
  quotes: QuoteStyle = 'double',
  flow = false
): string {
  if (typeof value !== 'string') return String(value)
  if (isPlainSafe(value, flow)) return value
  return quoted(value, quotes)
}

export function quoted(value: string, quotes: QuoteStyle): string {
  // JSON escapes everything below U+0020; YAML wants these too.
  if (
    quotes === 'double' ||
    !/^[\x20-\x7E\xA0-\u{D7FF}\u{E000}-\u{FEFE}\u{FF00}-\u{FFFD}]*$/u.test(value)
  )
    return JSON.stringify(value).replace(
      /[\x7F-\x9F\u2028\u2029\uFEFF]/g,
      char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
    )
  return `'${value.replaceAll("'", "''")}'`
}

/**
 * Whether a text can stand without quotes. Deliberately narrower than YAML allows: what any
 * YAML 1.1 or 1.2 reader could take for something else is quoted.
 */
function isPlainSafe(text: string, flow: boolean): boolean {
  if (goScalar(text) !== text) return false
  if (!/^[A-Za-z0-9_./$(]/.test(text) || /\s$/.test(text)) return false
  if (!/^[\x20-\x7E\xA0-\u{D7FF}\u{E000}-\u{FEFE}\u{FF00}-\u{FFFD}]*$/u.test(text)) return false
  if (/:(?:\s|$)|\s#/.test(text) || /^(?:---|\.\.\.)/.test(text)) return false
  if (/[\u0085\u2028\u2029]/.test(text)) return false
  if (flow && /[[\]{},:?"']/.test(text)) return false
  return isIpv4(text) || !looksTyped(text)
}

/** Everybody writes addresses without quotes, and no reader takes one for a number. */
function isIpv4(text: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)
}

/** Sexagesimal numbers, dates and numbers that only some readers know. */
function looksTyped(text: string): boolean {
  return (
    /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(text) ||
    /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}/.test(text) ||
    /^[-+]?[0-9._]+(?:[eE][-+]?[0-9_]*)?$/.test(text) ||
    /^0[xXoObB]/.test(text) ||
    /^=$|^<<$/.test(text)
  )
}
