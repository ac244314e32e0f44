import { hasNull, isRecord } from '../base/json.ts'
import type { Schema } from './schema.ts'
import type { SchemaSet } from './schema-set.ts'

/**
 * A copy as Go's decoder reads nulls: a field that isn't there, but an item of a list and a value of a map
 * that are empty.
 */
export function readNulls(value: unknown, node: Schema | undefined, schemas: SchemaSet): unknown {
  return hasNull(value) ? withoutNulls(value, node, schemas) : value
}

function withoutNulls(value: unknown, node: Schema | undefined, schemas: SchemaSet): unknown {
  const schema = node?.$ref === undefined ? node : schemas.resolve(node.$ref)
  if (Array.isArray(value))
    return value.map(item =>
      item === null ? emptyOf(schema?.items, schemas) : withoutNulls(item, schema?.items, schemas)
    )
  if (!isRecord(value)) return value
  const result: Record<string, unknown> = {}
  for (const [key, child] of Object.entries(value)) {
    const property = schema?.properties?.[key]
    if (child !== null)
      result[key] = withoutNulls(child, property ?? schema?.additionalProperties, schemas)
    else if (!property && schema?.additionalProperties)
      result[key] = emptyOf(schema.additionalProperties, schemas)
  }
  return result
}

function emptyOf(node: Schema | undefined, schemas: SchemaSet): unknown {
  const schema = node?.$ref === undefined ? node : schemas.resolve(node.$ref)
  if (schema?.type === 'string') return ''
  return schema?.intOrString || schema?.type === 'integer' ? 0 : {}
}
