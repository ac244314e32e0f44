import { isRecord, itemsOf, type UnknownRecord } from '../../base/json.ts'
import type { Schema } from '../schema.ts'
import { itemSchema, resolved, type SchemaResolver } from '../merge/schema-walk.ts'

/**
 * How server-side apply looks at a value (structured-merge-diff): as one thing (`atomic`), by its fields
 * (`fields`), or as a list whose items have an identity (`items`).
 */
export type MergeKind = 'atomic' | 'fields' | 'items'

export function mergeKind(value: unknown, schema: Schema | undefined): MergeKind {
  if (Array.isArray(value))
    return schema?.listType === 'map' || schema?.listType === 'set' ? 'items' : 'atomic'
  if (!isRecord(value)) return 'atomic'
  return schema?.mapType === 'atomic' ? 'atomic' : 'fields'
}

/** Whether the schema names the field, in contrast to an entry of a map with free keys. */
export function isNamedField(schema: Schema | undefined, key: string): boolean {
  return schema?.properties !== undefined && Object.hasOwn(schema.properties, key)
}

/** List items with the step that identifies each: `k:{"name":"web"}` or `v:"value"`. */
export function itemsByStep(
  value: unknown,
  schema: Schema | undefined,
  schemas: SchemaResolver
): Map<string, unknown> {
  const items = new Map<string, unknown>()
  for (const item of itemsOf(value)) items.set(stepOf(item, schema, schemas), item)
  return items
}

export function stepOf(item: unknown, schema: Schema | undefined, schemas: SchemaResolver): string {
  if (schema?.listType === 'set' || !isRecord(item)) return `v:${JSON.stringify(item)}`
  return `k:${JSON.stringify(keysOf(item, schema, schemas))}`
}

/** The item's key fields in alphabetical order; a key left out counts with its default. */
function keysOf(
  item: UnknownRecord,
  schema: Schema | undefined,
  schemas: SchemaResolver
): UnknownRecord {
  const fields = itemSchema(schema, schemas)?.properties
  const keys: Record<string, unknown> = {}
  for (const key of [...(schema?.listMapKeys ?? [])].sort()) {
    const value = item[key] ?? resolved(fields?.[key], schemas)?.default
    if (value !== undefined && value !== null) keys[key] = value
  }
  return keys
}
