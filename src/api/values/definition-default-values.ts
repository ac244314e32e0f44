import { formatFieldPath } from '../../base/field-path.ts'
import { isRecord, recordOf, type UnknownRecord } from '../../base/json.ts'
import { inCustomWords } from '../custom-words.ts'
import { leanSchema } from '../lean-schema.ts'
import type { SchemaSet } from '../schema-set.ts'
import { validateStructure } from '../validate-structure.ts'
import { below, type SchemaPlace } from './schema-place.ts'
import type { ValueChecker } from './value-checker.ts'

/** A schema in a definition refers to no other one. */
const noOthers: Pick<SchemaSet, 'resolve'> = { resolve: () => undefined }

/** Defaults have to be what their schema takes (`ValidateDefaults` of apiextensions-apiserver). */
export function definitionDefaultValues(
  schema: UnknownRecord,
  place: SchemaPlace,
  checker: ValueChecker
): void {
  const { properties, items, additionalProperties } = schema
  if (schema.default !== undefined && schema.default !== null) oneValues(schema, place, checker)
  for (const [name, property] of Object.entries(recordOf(properties)))
    definitionDefaultValues(recordOf(property), below(place, 'properties', name), checker)
  if (isRecord(items)) definitionDefaultValues(items, below(place, 'items'), checker)
  if (isRecord(additionalProperties))
    definitionDefaultValues(additionalProperties, below(place, 'additionalProperties'), checker)
}

function oneValues(schema: UnknownRecord, place: SchemaPlace, checker: ValueChecker): void {
  const { at, server } = below(place, 'default')
  const found = validateStructure(schema.default, leanSchema(schema), noOthers, { custom: true })
  for (const error of inCustomWords(found)) {
    const inner = error.path.length > 0 ? formatFieldPath(error.path) : ''
    checker.errors.push({
      ...error,
      path: [...at, ...error.path],
      source: 'value',
      server: { ...error.server, path: inner === '' ? server : `${server}.${inner}` }
    })
  }
}
