import type { FieldPath } from '../base/field-path.ts'
import { isRecord } from '../base/json.ts'
import { gvkOf, isKubeObject, type KubeObject } from '../model/object.ts'
import type { FieldError } from './field-error.ts'
import type { SchemaSet } from './schema-set.ts'
import { validateRules } from './cel-rules.ts'
import { inCustomWords } from './custom-words.ts'
import { fillDefaults } from './fill-defaults.ts'
import type { Schema } from './schema.ts'
import { readNulls } from './read-nulls.ts'
import { validateAlternatives } from './validate-alternatives.ts'
import { validateStructure } from './validate-structure.ts'
import { hasValueRules, validateValues } from './values/validate-values.ts'

export interface ValidationOptions {
  /** The object is a patch: nothing is required of it. */
  readonly partial?: boolean
  readonly unknownFields?: 'report' | 'wrong-case' | 'ignore'
  readonly onlyStructure?: boolean
  /**
   * Also what the rules of a definition will refuse when the rest is mended: the server comes to them only
   * where the structure is right, and a person wants to hear of all at once.
   */
  readonly allAtOnce?: boolean
  /** The object that this one replaces, for rules about changes; without it, those of a new one hold. */
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
  const errors = errorsOf(object, schemas, options)
  return object.kind === 'Secret' ? errors.map(withoutSecret) : errors
}

/** A message may be read in a log, so it never repeats what a Secret holds. */
function withoutSecret(error: FieldError): FieldError {
  const [field, key] = error.path
  const isContent =
    key !== undefined && key !== error.badValue && (field === 'data' || field === 'stringData')
  return isContent ? { ...error, server: { ...error.server, value: '' } } : error
}

function errorsOf(
  object: KubeObject,
  schemas: SchemaSet,
  options: ValidationOptions
): FieldError[] {
  const gvk = gvkOf(object)
  const schema = schemas.schemaOf(gvk)
  if (!schema) return []
  // A file that a program reads is no object of an API server, which all have metadata.
  const isObject = schema.properties?.metadata !== undefined
  const custom = isObject && schemas.isCustom(gvk)
  const found = validateStructure(object, schema, schemas, {
    ...options,
    custom,
    onlyDecoding: !custom && hasValueRules(gvk)
  })
  const errors = custom ? inCustomWords(found) : found
  if (options.onlyStructure || !isObject) return errors
  const readable = readNulls(pruneToSchema(object, errors), schema, schemas, custom)
  if (!isKubeObject(readable)) return errors
  const values = validateValues(readable, {
    partial: options.partial,
    builtIn: !custom,
    isNew: options.old === undefined,
    namespaced: schemas.resourceOf(gvk)?.namespaced ?? true
  })
  const more =
    custom && !options.partial ? customRules(readable, schema, schemas, errors, options) : []
  return [...errors, ...newErrors([...values, ...more], errors)]
}

/** The server checks the rules of a definition only where the structure is right, its choices always. */
function customRules(
  object: unknown,
  schema: Schema,
  schemas: SchemaSet,
  errors: readonly FieldError[],
  { allAtOnce = false }: ValidationOptions
): FieldError[] {
  const filled = fillDefaults(object, schema, schemas, true)
  const choices = validateAlternatives(filled, schema, schemas)
  const broken = errors.filter(({ type }) => blocking.has(type)).map(({ path }) => path)
  return broken.length > 0 && !allAtOnce
    ? choices
    : [...choices, ...validateRules(filled, schema, schemas, broken)]
}

const blocking = new Set(['not-supported', 'required', 'too-long', 'too-many', 'type-invalid'])

/** Errors of values that the structure hasn't told, at places that still mean the same. */
function newErrors(
  candidates: readonly FieldError[],
  structure: readonly FieldError[]
): FieldError[] {
  if (structure.length === 0) return [...candidates]
  const known = new Set(structure.map(({ path }) => JSON.stringify(path)))
  // A list that lost an item has other indices than the object.
  const shifted = structure
    .filter(({ type, path }) => type === 'type-invalid' && typeof path.at(-1) === 'number')
    .map(({ path }) => path.slice(0, -1))
  return candidates.filter(
    ({ path }) =>
      !known.has(JSON.stringify(path)) &&
      !shifted.some(list => list.every((step, i) => path[i] === step))
  )
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
