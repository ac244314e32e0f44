import { isRecord } from '../base/json.ts'
import type { Schema } from './schema.ts'
import type { SchemaSet } from './schema-set.ts'

/**
 * A copy with the defaults of the schema where nothing is given. An empty text as default says of a Go type
 * only that its field is no pointer; in a CustomResourceDefinition (`custom`) it is filled in.
 */
export function fillDefaults(
  value: unknown,
  node: Schema,
  schemas: SchemaSet,
  custom: boolean
): unknown {
  const schema = node.$ref === undefined ? node : schemas.resolve(node.$ref)
  if (!schema) return value
  if (Array.isArray(value)) {
    const { items } = schema
    return items
      ? (value as unknown[]).map(item => fillDefaults(item, items, schemas, custom))
      : value
  }
  if (!isRecord(value)) return value
  const result: Record<string, unknown> = { ...value }
  for (const [key, { default: filledIn }] of Object.entries(schema.properties ?? {}))
    if (filledIn !== undefined && (custom || filledIn !== '')) result[key] = result[key] ?? filledIn
  for (const [key, child] of Object.entries(result)) {
    const childSchema = schema.properties?.[key] ?? schema.additionalProperties
    if (childSchema) result[key] = fillDefaults(child, childSchema, schemas, custom)
  }
  return result
}
