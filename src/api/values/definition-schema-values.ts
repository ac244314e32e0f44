import { isRecord, itemsOf, recordOf, type UnknownRecord } from '../../base/json.ts'
import { patternProblem } from '../../model/pattern-problem.ts'
import { definitionDefaultValues } from './definition-default-values.ts'
import { definitionListValues } from './definition-list-values.ts'
import { below, type SchemaPlace } from './schema-place.ts'
import { isEmpty, type ValueChecker } from './value-checker.ts'

type Level = 'root' | 'item' | 'field'

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string']
const unsupported = ['patternProperties', 'definitions', 'dependencies', '$ref', 'additionalItems']
const atRoot = new Set([
  ...['description', 'type', 'format', 'title', 'maximum', 'exclusiveMaximum', 'minimum'],
  ...['exclusiveMinimum', 'maxLength', 'minLength', 'pattern', 'maxItems', 'minItems'],
  ...['uniqueItems', 'multipleOf', 'required', 'items', 'properties', 'externalDocs', 'example'],
  ...['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-validations']
])

/**
 * Whether a schema of a CustomResourceDefinition is one and is structural: `ValidateStructural` and
 * `ValidateCustomResourceDefinitionOpenAPISchema` of apiextensions-apiserver. Its defaults are looked at only where it is.
 */
export function definitionSchemaValues(
  root: UnknownRecord,
  place: SchemaPlace,
  hasStatus: boolean,
  checker: ValueChecker
): void {
  const before = checker.errors.length
  if (hasStatus) rootValues(root, place, checker)
  schemaValues(root, place, 'root', checker)
  if (checker.errors.length === before) definitionDefaultValues(root, place, checker)
}

/** With a status of its own, what stands at the root would not hold for both halves. */
function rootValues(root: UnknownRecord, { at, server }: SchemaPlace, checker: ValueChecker): void {
  const key = Object.keys(root).find(one => !atRoot.has(one) && !isEmpty(root[one]))
  if (key === undefined) return
  checker.invalid(
    [...at, key],
    root[key],
    'is not allowed at the root of the schema if the status subresource is enabled',
    { path: server }
  )
}

function schemaValues(
  schema: UnknownRecord,
  place: SchemaPlace,
  level: Level,
  checker: ValueChecker
): void {
  typeValues(schema, place, level, checker)
  commonValues(schema, place, checker)
  definitionListValues(schema, place, checker)
  const { items, properties, additionalProperties } = schema
  if (schema.type === 'array' && !isRecord(items)) {
    const { at, server } = below(place, 'items')
    checker.required(at, 'must be specified', { path: server })
  }
  if (isRecord(items)) schemaValues(items, below(place, 'items'), 'item', checker)
  for (const [name, property] of Object.entries(recordOf(properties)))
    schemaValues(recordOf(property), below(place, 'properties', name), 'field', checker)
  const more = below(place, 'additionalProperties')
  if (isRecord(additionalProperties)) schemaValues(additionalProperties, more, 'field', checker)
  if (isRecord(additionalProperties) || additionalProperties === false) {
    if (Object.keys(recordOf(properties)).length > 0)
      checker.forbidden(more.at, 'additionalProperties and properties are mutual exclusive', {
        path: more.server
      })
  }
  if (level === 'root' && (isRecord(additionalProperties) || additionalProperties === true))
    checker.forbidden(more.at, 'must not be used at the root', { path: more.server })
  nestedValues(schema, place, checker)
}

const missing: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields'
}

function typeValues(
  schema: UnknownRecord,
  place: SchemaPlace,
  level: Level,
  checker: ValueChecker
): void {
  const { at, server: path } = below(place, 'type')
  const { type } = schema
  const isFree = ['x-kubernetes-int-or-string', 'x-kubernetes-preserve-unknown-fields'].some(
    key => schema[key] === true
  )
  if (isEmpty(type)) {
    if (!isFree) checker.required(at, missing[level], { path })
  } else if (!types.includes(String(type)))
    checker.notSupported(at, type, types, { server: { path } })
  if (level === 'root' && !isEmpty(type) && type !== 'object')
    checker.add('invalid', at, 'must be object at the root', {
      badValue: type,
      server: { path },
      repeats: !types.includes(String(type))
    })
}

/** What holds of every schema, inside of a choice as well. */
function commonValues(schema: UnknownRecord, place: SchemaPlace, checker: ValueChecker): void {
  for (const key of unsupported) {
    if (schema[key] === undefined || schema[key] === null) continue
    const { at, server } = below(place, key)
    checker.forbidden(at, `${key} is not supported`, { path: server })
  }
  if (schema.uniqueItems === true) {
    const { at, server } = below(place, 'uniqueItems')
    const why = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic'
    checker.forbidden(at, why, { path: server })
  }
  if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
    const { at, server } = below(place, 'x-kubernetes-preserve-unknown-fields')
    checker.invalid(at, false, 'must be true or undefined', { path: server })
  }
  itemsOf(schema['x-kubernetes-validations']).forEach((one, i) => {
    const { rule } = recordOf(one)
    const { at, server } = below(place, 'x-kubernetes-validations', i, 'rule')
    if (isEmpty(rule) || String(rule).trim() === '')
      checker.required(at, 'rule is not specified', { path: server })
  })
  const problem = typeof schema.pattern === 'string' ? patternProblem(schema.pattern) : undefined
  if (problem !== undefined) {
    const { at, server } = below(place, 'pattern')
    const detail = `must be a valid regular expression, but isn't: ${problem}`
    checker.invalid(at, schema.pattern, detail, { path: server })
  }
}

/** What may not stand in a choice, since the structure has to be the same whatever is chosen. */
const forbidden: readonly (readonly [key: string, why: string])[] = [
  ['type', 'must be empty to be structural'],
  ['additionalProperties', 'must be undefined to be structural'],
  ['default', 'must be undefined to be structural'],
  ['title', 'must be empty to be structural'],
  ['description', 'must be empty to be structural'],
  ['nullable', 'must be false to be structural'],
  ['x-kubernetes-preserve-unknown-fields', 'must be false to be structural'],
  ['x-kubernetes-embedded-resource', 'must be false to be structural'],
  ['x-kubernetes-int-or-string', 'must be false to be structural'],
  ['x-kubernetes-list-map-keys', 'must be empty to be structural'],
  ['x-kubernetes-list-type', 'must be undefined to be structural'],
  ['x-kubernetes-map-type', 'must be undefined to be structural'],
  ['x-kubernetes-validations', 'must be empty to be structural']
]

function nestedValues(schema: UnknownRecord, place: SchemaPlace, checker: ValueChecker): void {
  const visit = (value: unknown, at: SchemaPlace): void => {
    if (!isRecord(value)) return
    for (const [key, why] of forbidden) {
      const given = value[key]
      if (isEmpty(given) || given === false || (Array.isArray(given) && given.length === 0))
        continue
      const own = below(at, key)
      checker.forbidden(own.at, why, { path: own.server })
    }
    commonValues(value, at, checker)
    nestedValues(value, at, checker)
    visit(value.items, below(at, 'items'))
    for (const [name, property] of Object.entries(recordOf(value.properties)))
      visit(property, below(at, 'properties', name))
  }
  for (const key of ['allOf', 'anyOf', 'oneOf']) {
    if (key === 'anyOf' && isIntOrString(schema.anyOf)) continue
    itemsOf(schema[key]).forEach((one, i) => {
      // A number or a text may be told so in the first of all, too.
      const isPattern = key === 'allOf' && i === 0 && isIntOrString(recordOf(one).anyOf)
      visit(isPattern ? { ...recordOf(one), anyOf: undefined } : one, below(place, key, i))
    })
  }
  visit(schema.not, below(place, 'not'))
}

/** The one choice of types that a structural schema may have. */
function isIntOrString(choices: unknown): boolean {
  const [first, second, ...more] = itemsOf(choices).map(recordOf)
  const isOnly = (one: UnknownRecord | undefined, type: string): boolean =>
    one?.type === type && Object.keys(one).length === 1
  return more.length === 0 && isOnly(first, 'integer') && isOnly(second, 'string')
}
