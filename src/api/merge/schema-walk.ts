import type { Schema } from '../schema.ts'

/** Finds the schema that a `$ref` names; a SchemaSet is one. */
export interface SchemaResolver {
  resolve(ref: string): Schema | undefined
}

/** The schema itself, or what its `$ref` leads to with the node's own annotations on top. */
export function resolved(schema: Schema | undefined, schemas: SchemaResolver): Schema | undefined {
  if (schema?.$ref === undefined) return schema
  const { $ref, ...own } = schema
  const target = resolved(schemas.resolve($ref), schemas)
  return target ? { ...target, ...own } : undefined
}

/** The schema of one entry of a map or field of an object. */
export function entrySchema(
  schema: Schema | undefined,
  key: string,
  schemas: SchemaResolver
): Schema | undefined {
  if (!schema) return undefined
  if (schema.properties && Object.hasOwn(schema.properties, key))
    return resolved(schema.properties[key], schemas)
  const { additionalProperties } = schema
  return typeof additionalProperties === 'object'
    ? resolved(additionalProperties, schemas)
    : undefined
}

export function itemSchema(
  schema: Schema | undefined,
  schemas: SchemaResolver
): Schema | undefined {
  return resolved(schema?.items, schemas)
}
