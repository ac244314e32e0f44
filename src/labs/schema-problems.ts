import type { FieldPath } from '../base/field-path.ts'
import {
  isRecord,
  itemsOf,
  jsonEqual,
  recordOf,
  stringOf,
  type UnknownRecord
} from '../base/json.ts'

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
  '$schema $id $defs $ref title description type enum const pattern minLength maxLength minimum maximum minItems maxItems items properties additionalProperties required oneOf'.split(
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
      if (of === false) return [{ path: at, message: `There is no field ${name} here.` }]
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
    const results = alternatives.map(one => this.check(value, recordOf(one), path))
    const fitting = results.filter(problems => problems.length === 0)
    if (fitting.length === 1) return []
    const meant = alternatives.findIndex(one => this.#isMeant(value, recordOf(one)))
    return meant >= 0 && (results[meant]?.length ?? 0) > 0
      ? (results[meant] ?? [])
      : [{ path, message: 'This is none of what can stand here.' }]
  }

  #isMeant(value: unknown, schema: UnknownRecord): boolean {
    const ref = stringOf(schema.$ref)
    if (ref !== undefined) return this.#isMeant(value, this.#definition(ref))
    if (!isRecord(value)) return false
    return Object.entries(recordOf(schema.properties)).some(([name, of]) => {
      const { const: only, enum: several } = recordOf(of)
      return (only !== undefined && only === value[name]) || itemsOf(several).includes(value[name])
    })
  }
}

function wrongItself(value: unknown, schema: UnknownRecord): string | undefined {
  const type = stringOf(schema.type)
  if (type !== undefined && !hasType(value, type)) return `This has to be of type ${type}.`
  if (schema.const !== undefined && !jsonEqual(schema.const, value))
    return `This has to be ${JSON.stringify(schema.const)}.`
  const choices = itemsOf(schema.enum)
  if (choices.length > 0 && !choices.some(choice => jsonEqual(choice, value)))
    return `This has to be one of ${choices.map(String).join(', ')}.`
  if (typeof value === 'string') {
    const { pattern, minLength = 0, maxLength = Infinity } = schema
    if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value))
      return `“${value}” does not have the form ${pattern}.`
    return outside(value.length, minLength, maxLength, 'characters')
  }
  if (typeof value === 'number')
    return outside(value, schema.minimum ?? -Infinity, schema.maximum ?? Infinity, '')
  if (Array.isArray(value))
    return outside(value.length, schema.minItems ?? 0, schema.maxItems ?? Infinity, 'items')
  return undefined
}

function outside(size: number, least: unknown, most: unknown, what: string): string | undefined {
  if (size < Number(least)) return `This needs at least ${String(least)} ${what}`.trim() + '.'
  if (size > Number(most))
    return `This may be ${String(most)} ${what} at most`.replace('  ', ' ') + '.'
  return undefined
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
