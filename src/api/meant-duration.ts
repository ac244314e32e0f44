import { compileRe2 } from './re2.ts'
import type { Schema } from './schema.ts'

const units: Readonly<Record<string, string>> = {
  ms: 'ms',
  msec: 'ms',
  millis: 'ms',
  millisecond: 'ms',
  '': 's',
  s: 's',
  sec: 's',
  second: 's',
  m: 'm',
  min: 'm',
  minute: 'm',
  h: 'h',
  hr: 'h',
  hour: 'h'
}

/**
 * The duration that was meant by a value which a field for durations refuses: 5, "5", "5 s" and
 * "5 seconds" are `5s`. Undefined where the field is for something else, or the value could mean more
 * than one thing.
 */
export function meantDuration(value: unknown, schema: Schema): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const parts = /^(\d{1,9})\s*([a-z]*)$/i.exec(String(value).trim())
  if (!parts || !isForDurations(schema)) return undefined
  const [, number = '', word = ''] = parts
  const unit = units[word] ?? units[word.toLowerCase().replace(/s$/, '')]
  const text = `${number}${unit ?? ''}`
  return unit !== undefined && text !== value && takes(schema, text) ? text : undefined
}

function isForDurations(schema: Schema): boolean {
  const isCompared = schema.validations?.some(({ rule }) => /\bduration\(self\)/.test(rule))
  return isCompared === true || (schema.pattern !== undefined && takesDurationsOnly(schema))
}

/** A pattern for durations takes these and neither a word nor an address. */
function takesDurationsOnly(schema: Schema): boolean {
  return (
    takes(schema, '5s') && takes(schema, '1h30m') && !takes(schema, '5x') && !takes(schema, 'a')
  )
}

function takes({ pattern }: Schema, text: string): boolean {
  return pattern === undefined || compileRe2(pattern)?.test(text) === true
}
