import { formatFieldPath, type FieldPath } from '../base/field-path.ts'
import { isRecord } from '../base/json.ts'
import type { FieldError } from './field-error.ts'
import { formatFault, patternFault } from './formats.ts'
import type { Schema } from './schema.ts'
import type { SchemaSet } from './schema-set.ts'

/**
 * Holds an object, with its defaults filled in, against the choices of its CustomResourceDefinition: `oneOf`,
 * `anyOf`, `allOf` and `not` beside the structure.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export function validateAlternatives(
  object: unknown,
  root: Schema,
  schemas: SchemaSet
): FieldError[] {
  const errors: FieldError[] = []
  const visit = (value: unknown, node: Schema | undefined, path: FieldPath): void => {
    const schema = node?.$ref === undefined ? node : schemas.resolve(node.$ref)
    if (!schema || value === undefined || value === null) return
    for (const choice of [schema, ...(schema.allOf ?? [])]) {
      const fault = faultOf(value, choice)
      if (fault) errors.push(errorAt(path, value, fault))
    }
    if (Array.isArray(value)) value.forEach((item, i) => visit(item, schema.items, [...path, i]))
    else if (isRecord(value))
      for (const [key, child] of Object.entries(value))
        visit(child, schema.properties?.[key] ?? schema.additionalProperties, [...path, key])
  }
  visit(object, root, [])
  return errors
}

interface Fault {
  /** What a person reads. */
  readonly detail: string
  /** What the server says behind the name of the field. */
  readonly server: string
}

function errorAt(path: FieldPath, value: unknown, { detail, server }: Fault): FieldError {
  const named = formatFieldPath(path)
  return {
    type: 'invalid',
    path,
    badValue: value,
    detail,
    source: 'structure',
    // The server has no field for what concerns a whole schema.
    server: { path: '<nil>', value: '""', detail: `${JSON.stringify(named)} ${server}` }
  }
}

function faultOf(value: unknown, { oneOf, anyOf, not }: Schema): Fault | undefined {
  if (oneOf) {
    const fitting = oneOf.filter(one => fits(value, one)).length
    if (fitting !== 1)
      return {
        detail: wordsFor(value, oneOf, fitting > 1 ? 'several' : 'none'),
        server: `must validate one and only one schema (oneOf). ${fitting === 0 ? 'Found none valid' : `Found ${fitting} valid alternatives`}`
      }
  }
  if (anyOf && !anyOf.some(one => fits(value, one)))
    return {
      detail: wordsFor(value, anyOf, 'none'),
      server: 'must validate at least one schema (anyOf)'
    }
  if (not && fits(value, not))
    return {
      detail: 'has a form that the definition of the kind forbids',
      server: 'must not validate the schema (not)'
    }
  return undefined
}

/** Most choices are between fields, of which one has to be there. */
function wordsFor(value: unknown, choices: readonly Schema[], fitting: 'none' | 'several'): string {
  const names = choices.flatMap(({ required }) => required ?? [])
  const isOfFields = choices.every(({ required, not }) => required?.length === 1 || not)
  if (isOfFields && names.length > 0) {
    const present = isRecord(value) ? names.filter(name => value[name] !== undefined) : []
    return fitting === 'several' || present.length > 1
      ? `only one of ${listed(present, 'and')} may be set`
      : `one of ${listed(names, 'or')} has to be set`
  }
  return fitting === 'none'
    ? 'fits none of the forms that the definition of the kind allows'
    : 'fits several forms of which the definition of the kind allows one'
}

function listed(names: readonly string[], word: string): string {
  const unique = [...new Set(names)]
  if (unique.length < 2) return unique.join('')
  return `${unique.slice(0, -1).join(', ')} ${word} ${String(unique.at(-1))}`
}

/**
 * Whether a value fits a schema that stands inside of a choice; what is absent fits anything but `required`.
 * Formats but that of blocks are left to the values' own rules, which stand at the value itself.
 */
function fits(value: unknown, schema: Schema): boolean {
  if (value === undefined) return true
  const { oneOf, anyOf, allOf, not, required, properties, items } = schema
  if (schema.enum && !schema.enum.includes(value)) return false
  if (patternFault(value, schema) !== undefined) return false
  if (schema.format === 'cidr' && formatFault(value, schema)) return false
  if (isRecord(value)) {
    if (required?.some(name => value[name] === undefined)) return false
    for (const [name, property] of Object.entries(properties ?? {}))
      if (!fits(value[name], property)) return false
  }
  if (Array.isArray(value)) {
    if (items && !value.every(item => fits(item, items))) return false
    if (value.length < (schema.minItems ?? 0)) return false
    if (value.length > (schema.maxItems ?? Infinity)) return false
  }
  if (typeof value === 'string') {
    if (value.length < (schema.minLength ?? 0)) return false
    if (value.length > (schema.maxLength ?? Infinity)) return false
  }
  if (oneOf && oneOf.filter(one => fits(value, one)).length !== 1) return false
  if (anyOf && !anyOf.some(one => fits(value, one))) return false
  if (allOf && !allOf.every(one => fits(value, one))) return false
  return !(not && fits(value, not))
}
