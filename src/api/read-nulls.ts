import { hasNull, isRecord } from '../base/json.ts'
import type { Schema } from './schema.ts'
import type { SchemaSet } from './schema-set.ts'

/**
 * A copy as the server reads nulls: a field that isn't there. To a type of Go, an item of a list and a value of a
 * map are empty; of a kind that a CustomResourceDefinition brings (`custom`), a value of a map isn't there either
 * (apiextensions-apiserver, `PruneNonNullableNullsWithoutDefaults`), and an item stays.
 */
export function readNulls(
  value: unknown,
  node: Schema | undefined,
  schemas: SchemaSet,
  custom: boolean
): unknown {
  if (!hasNull(value)) return value
  const read = withoutNulls(value, node, schemas, custom)
  const schema = followed(node, schemas)
  if (!custom || !isRecord(value) || !isRecord(read) || !isRecord(value.metadata)) return read
  // Metadata has a type of Go whose ever the kind is.
  const metadata = withoutNulls(value.metadata, schema?.properties?.metadata, schemas, false)
  return { ...read, metadata }
}

function withoutNulls(
  value: unknown,
  node: Schema | undefined,
  schemas: SchemaSet,
  custom: boolean
): unknown {
  const schema = followed(node, schemas)
  if (Array.isArray(value))
    return value.map(item =>
      item === null && !custom
        ? emptyOf(schema?.items, schemas)
        : withoutNulls(item, schema?.items, schemas, custom)
    )
  if (!isRecord(value)) return value
  const result: Record<string, unknown> = {}
  for (const [key, child] of Object.entries(value)) {
    const property = schema?.properties?.[key]
    if (child !== null)
      result[key] = withoutNulls(child, property ?? schema?.additionalProperties, schemas, custom)
    else if (!property && schema?.additionalProperties && !custom)
      result[key] = emptyOf(schema.additionalProperties, schemas)
  }
  return result
}

function followed(node: Schema | undefined, schemas: SchemaSet): Schema | undefined {
  return node?.$ref === undefined ? node : schemas.resolve(node.$ref)
}

function emptyOf(node: Schema | undefined, schemas: SchemaSet): unknown {
  const schema = followed(node, schemas)
  if (schema?.type === 'string') return ''
  return schema?.intOrString || schema?.type === 'integer' ? 0 : {}
}
