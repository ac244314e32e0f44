import { isRecord } from '../../base/json.ts'
import type { Schema } from '../schema.ts'
import { entrySchema, itemSchema, type SchemaResolver } from '../merge/schema-walk.ts'
import { type FieldSet, growingSet, insert, type GrowingSet } from './field-set.ts'
import { isNamedField, itemsByStep, mergeKind } from './merge-kind.ts'

/** The set of fields that an applied configuration names (structured-merge-diff `ToFieldSet`). */
export function fieldsOf(
  object: unknown,
  schema: Schema | undefined,
  schemas: SchemaResolver
): FieldSet {
  const set = growingSet()
  walk(object, schema, schemas, [], set)
  return withoutIdentity(set)
}

function walk(
  value: unknown,
  schema: Schema | undefined,
  schemas: SchemaResolver,
  path: readonly string[],
  set: GrowingSet
): void {
  switch (mergeKind(value, schema)) {
    case 'atomic':
      insert(set, path)
      return
    case 'items':
      for (const [step, item] of itemsByStep(value, schema, schemas)) {
        walk(item, itemSchema(schema, schemas), schemas, [...path, step], set)
        insert(set, [...path, step])
      }
      return
    case 'fields':
      for (const [key, entry] of Object.entries(isRecord(value) ? value : {})) {
        const below = [...path, `f:${key}`]
        walk(entry, entrySchema(schema, key, schemas), schemas, below, set)
        const empty = entry === null || (isRecord(entry) && Object.keys(entry).length === 0)
        if (empty || !isNamedField(schema, key)) {
          // Without a schema every object is read by its fields, which then own it together.
          if (schema || empty || !isRecord(entry)) insert(set, below)
        }
      }
  }
}

/** Fields of metadata that say which object it is, or that the server writes: nobody manages those. */
const unmanaged = [
  'name',
  'namespace',
  'creationTimestamp',
  'selfLink',
  'uid',
  'generation',
  'managedFields',
  'resourceVersion',
  'deletionTimestamp',
  'deletionGracePeriodSeconds'
]

export function withoutIdentity(set: FieldSet): FieldSet {
  const children = new Map(set.children)
  children.delete('f:apiVersion')
  children.delete('f:kind')
  const metadata = children.get('f:metadata')
  if (metadata) {
    const fields = new Map(metadata.children)
    for (const name of unmanaged) fields.delete(`f:${name}`)
    if (fields.size === 0) children.delete('f:metadata')
    else children.set('f:metadata', { member: false, children: fields })
  }
  return { member: false, children }
}
