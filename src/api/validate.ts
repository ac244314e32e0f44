import type { FieldPath } from '../base/field-path.ts'
import { isRecord } from '../base/json.ts'
import { gvkOf, isKubeObject } from '../model/object.ts'
import type { FieldError } from './field-error.ts'
import type { SchemaSet } from './schema-set.ts'
import { validateStructure } from './validate-structure.ts'
import { validateValues } from './values/validate-values.ts'

export interface ValidationOptions {
  /** The object is a patch: nothing is required of it. */
  readonly partial?: boolean
  readonly unknownFields?: 'report' | 'ignore'
  readonly onlyStructure?: boolean
  /** The object that this one replaces, for rules about changes. */
  readonly old?: object | undefined
}

/**
 * What an API server refuses about an object, by field. The structure comes first: rules about values
 * run only where the types are right, as in the server, which decodes before it validates.
 */
export function validateObject(
  object: unknown,
  schemas: SchemaSet,
  options: ValidationOptions = {}
): FieldError[] {
  if (!isKubeObject(object)) return []
  const schema = schemas.schemaOf(gvkOf(object))
  if (!schema) return []
  const errors = validateStructure(object, schema, schemas, options)
  if (options.onlyStructure) return errors
  const readable = withoutNulls(pruneToSchema(object, errors))
  if (!isKubeObject(readable)) return errors
  const known = new Set(errors.map(error => JSON.stringify(error.path)))
  for (const error of validateValues(readable, options))
    if (!known.has(JSON.stringify(error.path))) errors.push(error)
  return errors
}

/** A copy without the nodes whose type is wrong, so that rules can read typed values. */
export function pruneToSchema(object: unknown, errors: readonly FieldError[]): unknown {
  return errors
    .filter(error => error.type === 'type-invalid')
    .reduce((value, error) => without(value, error.path), object)
}

function without(value: unknown, path: FieldPath): unknown {
  const [step, ...rest] = path
  if (step === undefined) return undefined
  if (Array.isArray(value)) {
    const items = value as readonly unknown[]
    return rest.length === 0
      ? items.filter((_, i) => i !== step)
      : items.map((item, i) => (i === step ? without(item, rest) : item))
  }
  if (!isRecord(value)) return value
  const { [step]: child, ...others } = value
  return rest.length === 0 ? others : { ...others, [step]: without(child, rest) }
}

/** What Go's decoder makes of null: a field that isn't there, and an item without fields. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(item => (item === null ? {} : withoutNulls(item)))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]) =>
      child === null ? [] : [[key, withoutNulls(child)]]
    )
  )
}
