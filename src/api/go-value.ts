import { isRecord, itemsOf, recordOf } from '../base/json.ts'

/** A value as Go's `json.Marshal` writes it into an error: keys of maps in order, markup escaped. */
export function goJson(value: unknown): string {
  if (value === undefined || value === null) return 'null'
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`
  if (isRecord(value)) {
    const keys = Object.keys(value).filter(key => value[key] !== undefined)
    return `{${keys
      .sort()
      .map(key => `${goText(key)}:${goJson(value[key])}`)
      .join(',')}}`
  }
  return typeof value === 'string' ? goText(value) : JSON.stringify(value)
}

/** A value as Go's `%v` writes it into an error: without quotes, keys of maps in order. */
export function goPlain(value: unknown): string {
  if (value === undefined || value === null) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(goPlain).join(' ')}]`
  if (!isRecord(value)) return typeof value === 'string' ? value : JSON.stringify(value)
  const entries = Object.keys(value).sort()
  return `map[${entries.map(key => `${key}:${goPlain(value[key])}`).join(' ')}]`
}

/** A text with quotes as Go's `%q` writes it; it differs from JSON in control characters only. */
export function goQuoted(text: string): string {
  return JSON.stringify(text).replaceAll(
    /\\u00([0-9a-f]{2})/g,
    (_, code: string) => special[code] ?? `\\x${code}`
  )
}

const special: Readonly<Record<string, string>> = { '07': '\\a', '0b': '\\v' }

/** A label selector keeps the order of its Go struct. */
export function selectorText(selector: unknown): string {
  const { matchLabels, matchExpressions } = recordOf(selector)
  const parts: string[] = []
  if (Object.keys(recordOf(matchLabels)).length > 0)
    parts.push(`"matchLabels":${goJson(matchLabels)}`)
  const expressions = itemsOf(matchExpressions).map(item => {
    const { key = '', operator = '', values } = recordOf(item)
    const list = itemsOf(values).length > 0 ? `,"values":${goJson(values)}` : ''
    return `{"key":${goJson(key)},"operator":${goJson(operator)}${list}}`
  })
  if (expressions.length > 0) parts.push(`"matchExpressions":[${expressions.join(',')}]`)
  return `{${parts.join(',')}}`
}

const escapes: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029'
}

function goText(text: string): string {
  return JSON.stringify(text).replaceAll(/[<>&\u2028\u2029]/g, sign => escapes[sign] ?? sign)
}

/** Numbers of a rolling update as the internal type of Deployments and DaemonSets has them. */
export function rollingText(value: unknown): string {
  if (!isRecord(value)) return 'null'
  const { maxUnavailable = 0, maxSurge = 0 } = value
  return `{"MaxUnavailable":${goJson(maxUnavailable)},"MaxSurge":${goJson(maxSurge)}}`
}
