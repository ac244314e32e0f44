import { isRecord } from '../base/json.ts'
import { quoted, scalarText, type QuoteStyle } from './scalar-text.ts'

/** How the text around an edit is written. */
export interface BlockStyle {
  /** Spaces by which a nested map stands further in. */
  readonly indent: number
  /** Whether the dashes of a list in a map stand further in than the map's keys. */
  readonly indentSequences: boolean
  /** What stands before the first character of every further line. */
  readonly indentText: string
  readonly newline: string
  readonly quotes?: QuoteStyle
}

/**
 * A value in block style. The first line is without indentation, because it stands behind a dash or
 * at a place that is indented already; no line end after the last line.
 */
export function stringifyBlock(value: unknown, style: BlockStyle): string {
  if (Array.isArray(value) && value.length > 0)
    return (value as readonly unknown[])
      .map(item => `- ${stringifyBlock(item, deeper(style, 2))}`)
      .join(style.newline + style.indentText)
  if (isRecord(value) && Object.keys(value).length > 0)
    return Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .map(([key, entry]) => stringifyEntry(key, entry, style))
      .join(style.newline + style.indentText)
  return stringifyLeaf(value, style)
}

/** `key: value`, with a nested collection on the lines below. */
export function stringifyEntry(key: string, value: unknown, style: BlockStyle): string {
  return `${keyText(key, style)}:${stringifyAfterColon(value, style)}`
}

export function keyText(key: string, style: BlockStyle, flow = false): string {
  return key === '' || key.length > 120
    ? quoted(key, style.quotes ?? 'double')
    : scalarText(key, style.quotes, flow)
}

/** What follows the colon of a key that stands at the indentation of `style`. */
export function stringifyAfterColon(value: unknown, style: BlockStyle): string {
  if (Array.isArray(value) && value.length > 0) {
    const nested = deeper(style, style.indentSequences ? style.indent : 0)
    return `${nested.newline}${nested.indentText}${stringifyBlock(value, nested)}`
  }
  if (isRecord(value) && Object.values(value).some(entry => entry !== undefined)) {
    const nested = deeper(style, style.indent)
    return `${nested.newline}${nested.indentText}${stringifyBlock(value, nested)}`
  }
  return ` ${stringifyLeaf(value, style)}`
}

/** A value in flow style on one line. */
export function stringifyFlow(value: unknown, style: BlockStyle, json = false): string {
  if (Array.isArray(value))
    return `[${(value as readonly unknown[]).map(item => stringifyFlow(item, style, json)).join(', ')}]`
  if (isRecord(value)) {
    const entries = Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .map(([key, entry]) => {
        const name = json ? JSON.stringify(key) : keyText(key, style, true)
        return `${name}: ${stringifyFlow(entry, style, json)}`
      })
    if (entries.length === 0) return '{}'
    return json ? `{${entries.join(', ')}}` : `{ ${entries.join(', ')} }`
  }
  if (json) return JSON.stringify(scalarOf(value))
  return scalarText(scalarOf(value), style.quotes, true)
}

function stringifyLeaf(value: unknown, style: BlockStyle): string {
  if (Array.isArray(value)) return '[]'
  if (isRecord(value)) return '{}'
  if (typeof value === 'string' && isBlockSafe(value)) return blockScalar(value, style)
  return scalarText(scalarOf(value), style.quotes)
}

function scalarOf(value: unknown): string | number | boolean | null {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : null
    default:
      return null
  }
}

/** Texts of several lines are readable as a block; others need escapes to keep their value. */
function isBlockSafe(text: string): boolean {
  return (
    /[^\n]\n/.test(text) &&
    /^[^\s]/.test(text) &&
    /^[\x20-\x7E\xA0-\u{D7FF}\u{E000}-\u{FEFE}\u{FF00}-\u{FFFD}\t\n]*$/u.test(text) &&
    !/[\u0085\u2028\u2029]/.test(text) &&
    !/^[ \t]+$/m.test(text) &&
    !text.endsWith('\n\n')
  )
}

function blockScalar(text: string, style: BlockStyle): string {
  const nested = deeper(style, style.indent).indentText || '  '
  const lines = text.replace(/\n$/, '').split('\n')
  const header = text.endsWith('\n') ? '|' : '|-'
  return [header, ...lines.map(line => (line === '' ? '' : nested + line))].join(style.newline)
}

function deeper(style: BlockStyle, spaces: number): BlockStyle {
  return { ...style, indentText: style.indentText + ' '.repeat(spaces) }
}
