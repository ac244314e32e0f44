import { didYouMean } from './did-you-mean.ts'
import type { FieldPath } from './field-path.ts'
import { isRecord, itemsOf, jsonEqual, recordOf, stringOf, type UnknownRecord } from './json.ts'

export interface SchemaProblem {
  readonly path: FieldPath
  readonly message: string
}

/**
 * What a value breaks of a JSON Schema, for the keywords that the schema of a lab uses. A keyword that this
 * doesn't know throws, so that the schema can't promise what nobody checks.
 */
export function schemaProblems(value: unknown, schema: unknown): readonly SchemaProblem[] {
  return new Checker(recordOf(schema)).check(value, recordOf(schema), [])
}

const known = new Set(
  '$schema $id $defs $ref title description type enum const pattern format minLength maxLength minimum maximum minItems maxItems items properties additionalProperties required oneOf'.split(
    ' '
  )
)

class Checker {
  readonly #root: UnknownRecord

  constructor(root: UnknownRecord) {
    this.#root = root
  }

  check(value: unknown, schema: UnknownRecord, path: FieldPath): readonly SchemaProblem[] {
    const unknown = Object.keys(schema).find(keyword => !known.has(keyword))
    if (unknown !== undefined) throw new Error(`The keyword ${unknown} is not checked.`)
    const ref = stringOf(schema.$ref)
    if (ref !== undefined) return this.check(value, this.#definition(ref), path)
    if (schema.oneOf !== undefined) return this.#oneOf(value, itemsOf(schema.oneOf), path)
    const wrong = wrongItself(value, schema)
    if (wrong !== undefined) return [{ path, message: wrong }]
    if (isRecord(value)) return this.#fields(value, schema, path)
    if (!Array.isArray(value)) return []
    const items = recordOf(schema.items)
    return itemsOf(value).flatMap((item, i) => this.check(item, items, [...path, i]))
  }

  #definition(ref: string): UnknownRecord {
    const name = ref.replace('#/$defs/', '')
    const found = recordOf(this.#root.$defs)[name]
    if (!isRecord(found)) throw new Error(`The schema has no definition ${ref}.`)
    return found
  }

  #fields(value: UnknownRecord, schema: UnknownRecord, path: FieldPath): readonly SchemaProblem[] {
    const properties = recordOf(schema.properties)
    const rest = schema.additionalProperties
    const missing = itemsOf(schema.required)
      .map(String)
      .filter(name => value[name] === undefined)
      .map(name => ({ path, message: `The field ${name} is missing.` }))
    const inner = Object.entries(value).flatMap(([name, field]) => {
      const at = [...path, name]
      const of = Object.hasOwn(properties, name) ? properties[name] : rest
      if (of === false) return [{ path: at, message: unknownField(name, Object.keys(properties)) }]
      return this.check(field, recordOf(of), at)
    })
    return [...missing, ...inner]
  }

  /** Says what is wrong with the alternative that was meant: the one with the same `kind` or `event`. */
  #oneOf(
    value: unknown,
    alternatives: readonly unknown[],
    path: FieldPath
  ): readonly SchemaProblem[] {
    const schemas = alternatives.map(one => this.#resolved(recordOf(one)))
    const fitting = schemas.filter(schema => this.check(value, schema, path).length === 0)
    if (fitting.length === 1) return []
    const maps = schemas.filter(({ type }) => type === 'object')
    if (!isRecord(value)) return [{ path, message: `${oneOfWords(schemas)}.` }]
    const [name, choices] = discriminator(maps)
    if (name !== undefined && !choices.includes(value[name])) {
      if (value[name] === undefined) return [{ path, message: `The field ${name} is missing.` }]
      return [{ path: [...path, name], message: listed(choices) }]
    }
    const meant = maps.find(
      schema => name === undefined || choicesOf(schema, name).includes(value[name])
    )
    return meant ? this.check(value, meant, path) : [{ path, message: `${oneOfWords(schemas)}.` }]
  }

  #resolved(schema: UnknownRecord): UnknownRecord {
    const ref = stringOf(schema.$ref)
    return ref === undefined ? schema : this.#resolved(this.#definition(ref))
  }
}

function unknownField(name: string, known: readonly string[]): string {
  const meant = didYouMean(name, known)
  return `There is no field ${name} here.${meant === undefined ? '' : ` Did you mean ${meant}?`}`
}

/** The field by which alternatives are told apart, and all that may stand in it. */
function discriminator(
  maps: readonly UnknownRecord[]
): readonly [name: string | undefined, choices: readonly unknown[]] {
  const name = Object.keys(recordOf(maps[0]?.properties)).find(
    one => maps.length > 1 && maps.every(schema => choicesOf(schema, one).length > 0)
  )
  return [name, name === undefined ? [] : maps.flatMap(schema => choicesOf(schema, name))]
}

function choicesOf({ properties }: UnknownRecord, name: string): readonly unknown[] {
  const { const: only, enum: several } = recordOf(recordOf(properties)[name])
  return only === undefined ? itemsOf(several) : [only]
}

function oneOfWords(schemas: readonly UnknownRecord[]): string {
  const words = schemas.map(({ type, const: only }) =>
    only === undefined ? (typeWords[String(type)] ?? 'something else') : JSON.stringify(only)
  )
  return `This has to be ${[...new Set(words)].join(' or ')}`
}

function listed(choices: readonly unknown[]): string {
  return `This has to be one of ${choices.map(String).join(', ')}.`
}

const typeWords: Readonly<Record<string, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false'
}

function wordOf(value: unknown): string {
  if (value === null) return 'empty'
  return typeWords[Array.isArray(value) ? 'array' : typeof value] ?? typeof value
}

function wrongType(value: unknown, type: string): string {
  const quotes =
    type === 'string' && ['number', 'boolean'].includes(typeof value) ? ' Put it in quotes.' : ''
  return `This has to be ${typeWords[type] ?? type}, not ${wordOf(value)}.${quotes}`
}

function wrongItself(value: unknown, schema: UnknownRecord): string | undefined {
  const type = stringOf(schema.type)
  if (type !== undefined && !hasType(value, type)) return wrongType(value, type)
  if (schema.const !== undefined && !jsonEqual(schema.const, value))
    return `This has to be ${JSON.stringify(schema.const)}.`
  const choices = itemsOf(schema.enum)
  if (choices.length > 0 && !choices.some(choice => jsonEqual(choice, value)))
    return listed(choices)
  if (typeof value === 'string') {
    const { pattern, format, minLength = 0, maxLength = Infinity } = schema
    if (format === 'regex' && !isRegex(value))
      return `“${value}” is no regular expression. Escape its special characters with \\.`
    if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value))
      return `“${value}” does not have the form ${pattern}.`
    return outside(value.length, minLength, maxLength, 'character')
  }
  if (typeof value === 'number')
    return outside(value, schema.minimum ?? -Infinity, schema.maximum ?? Infinity)
  if (Array.isArray(value))
    return outside(value.length, schema.minItems ?? 0, schema.maxItems ?? Infinity, 'item')
  return undefined
}

function isRegex(text: string): boolean {
  try {
    return new RegExp(text, 'u').source !== ''
  } catch {
    return false
  }
}

/** The size of a text or list counts its `unit`; a number has none. */
function outside(size: number, least: unknown, most: unknown, unit?: string): string | undefined {
  if (size >= Number(least) && size <= Number(most)) return undefined
  const end = size < Number(least) ? 'at least' : 'at most'
  const limit = size < Number(least) ? Number(least) : Number(most)
  if (unit === undefined) return `This has to be ${limit} ${end}.`
  return `This has to have ${end} ${limit} ${unit}${limit === 1 ? '' : 's'}.`
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case 'object':
      return isRecord(value)
    case 'array':
      return Array.isArray(value)
    case 'integer':
      return Number.isInteger(value)
    default:
      return typeof value === type
  }
}
