import type { FieldPath } from '../../base/field-path.ts'
import { itemsOf, isRecord } from '../../base/json.ts'
import { entrySchema, itemSchema, type SchemaResolver } from '../merge/schema-walk.ts'
import type { Schema } from '../schema.ts'
import { stepOf } from './merge-kind.ts'

/**
 * A path as server-side apply writes it: an item of a list with keys is named by them, as in
 * `.spec.ports[port=80,protocol="TCP"].name` (structured-merge-diff `fieldpath`).
 */
export function typedPath(
  value: unknown,
  path: FieldPath,
  schema: Schema | undefined,
  schemas: SchemaResolver
): string {
  const [step, ...rest] = path
  if (step === undefined) return ''
  if (typeof step === 'string') {
    const inner = isRecord(value) ? value[step] : undefined
    return `.${step}${typedPath(inner, rest, entrySchema(schema, step, schemas), schemas)}`
  }
  const item = itemsOf(value)[step]
  const name = schema?.listType === 'map' ? keysText(stepOf(item, schema, schemas)) : String(step)
  return `[${name}]${typedPath(item, rest, itemSchema(schema, schemas), schemas)}`
}

function keysText(step: string): string {
  const keys = JSON.parse(step.slice(2)) as Readonly<Record<string, unknown>>
  return Object.entries(keys)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(',')
}
