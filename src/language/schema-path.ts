import type { FieldPath } from '../base/field-path.ts'
import type { Schema } from '../api/schema.ts'
import type { SchemaSet } from '../api/schema-set.ts'

/** A schema with its reference followed. */
export function resolved(schemas: SchemaSet, schema: Schema | undefined): Schema | undefined {
  return schema?.$ref === undefined
    ? schema
    : { ...schemas.resolve(schema.$ref), ...withoutRef(schema) }
}

/** The schema of a field, or undefined when the schema knows no such field. */
export function schemaAt(
  schemas: SchemaSet,
  root: Schema | undefined,
  path: FieldPath
): Schema | undefined {
  let schema = resolved(schemas, root)
  for (const step of path) {
    if (!schema) return undefined
    schema = resolved(
      schemas,
      typeof step === 'number'
        ? schema.items
        : (ownProperty(schema.properties, step) ?? schema.additionalProperties)
    )
  }
  return schema
}

/** How a person says the type of a field: `list of objects`, `integer or string`. */
export function typeName(schemas: SchemaSet, schema: Schema): string {
  if (schema.intOrString) return 'integer or string'
  if (schema.type === 'array') {
    const items = resolved(schemas, schema.items)
    return items ? `list of ${typeName(schemas, items)}` : 'list'
  }
  if (schema.additionalProperties) return 'map'
  return schema.type ?? (schema.properties ? 'object' : 'any value')
}

function withoutRef(schema: Schema): Schema {
  const { $ref, ...own } = schema
  return $ref === undefined ? schema : own
}

function ownProperty<Value>(
  record: Readonly<Record<string, Value>> | undefined,
  key: string
): Value | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined
}
