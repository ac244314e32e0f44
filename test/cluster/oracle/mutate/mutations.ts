import { isRecord } from '../../../../src/base/json.ts'
import type { FieldPath } from '../../../../src/base/field-path.ts'
import type { Schema } from '../../../../src/api/schema.ts'
import type { SchemaSet } from '../../../../src/api/schema-set.ts'
import { absentFields, followed, sampleOf, samplesOf, schemaBelow } from './samples.ts'
import { mapKeys, numbers, wrongTexts } from './texts.ts'

/** One change at one place of an object. */
export interface Mutation {
  readonly path: FieldPath
  /** What is changed there, the same words for the same change elsewhere. */
  readonly what: string
  /** The object with the change, made when it is asked for. */
  readonly made: () => unknown
  /** Whether it is a field that the object did not have, with a value that its schema takes. */
  readonly grows?: boolean
}

type Change = (parent: Record<string | number, unknown>, step: string | number) => void

/**
 * All objects that differ from a given one at a single place: fields taken away, with a value of another type,
 * out of bounds or of another form, misspelt, added, or moved a level up or down.
 */
export function mutationsOf(
  object: unknown,
  root: Schema,
  schemas: SchemaSet,
  below: FieldPath = []
): Mutation[] {
  const found: Mutation[] = []
  const add = (path: FieldPath, what: string, change: Change, grows = false): void => {
    const made = (): unknown => changed(object, path, change)
    found.push({ path, what, made, ...(grows && { grows }) })
  }
  const set = (path: FieldPath, what: string, value: unknown): void =>
    add(path, what, (parent, step) => (parent[step] = value))

  /** The schemas on the way to where the walk is: one that contains itself is grown into itself once. */
  const way: (Schema | undefined)[] = []
  const visit = (value: unknown, path: FieldPath, schema: Schema | undefined): void => {
    way.push(schema)
    look(value, path, schema)
    way.pop()
  }

  const look = (value: unknown, path: FieldPath, schema: Schema | undefined): void => {
    const isWanted = path.length > 0 && below.every((step, i) => path[i] === step)
    if (isWanted) {
      any(path)
      if (typeof value === 'string') text(path, value, schema)
      else if (typeof value === 'number') number(path, schema)
      else if (typeof value === 'boolean') set(path, 'other truth', !value)
      if (schema?.intOrString)
        for (const one of ['80', 'name', '150%', '-1', '0%']) set(path, `text ${one}`, one)
    }
    if (Array.isArray(value)) {
      if (isWanted) list(path, value, schema)
      value.forEach((item, i) => visit(item, [...path, i], schemaBelow(schema, i, schemas)))
    } else if (isRecord(value)) {
      if (isWanted || path.length === 0) map(path, value, schema)
      for (const [key, child] of Object.entries(value)) {
        if (path.length === 0 && (key === 'apiVersion' || key === 'kind')) continue
        visit(child, [...path, key], schemaBelow(schema, key, schemas))
      }
    }
  }

  const any = (path: FieldPath): void => {
    add(path, 'removed', (parent, step) => {
      if (Array.isArray(parent)) parent.splice(Number(step), 1)
      else Reflect.deleteProperty(parent, step)
    })
    for (const [what, value] of Object.entries(others)) set(path, what, value)
  }

  const text = (path: FieldPath, value: string, schema: Schema | undefined): void => {
    for (const [what, wrong] of Object.entries(wrongTexts(value))) set(path, what, wrong)
    if (value === '') return
    set(path, 'in lower case', value.toLowerCase())
    set(path, 'in upper case', value.toUpperCase())
    set(path, 'longer', `${value}x`)
    for (const choice of schema?.enum ?? []) set(path, `choice ${String(choice)}`, choice)
  }

  const number = (path: FieldPath, schema: Schema | undefined): void => {
    for (const one of numbers) set(path, `number ${one}`, one)
    const { minimum, maximum } = schema ?? {}
    if (minimum !== undefined) set(path, 'below the minimum', minimum - 1)
    if (maximum !== undefined) set(path, 'above the maximum', maximum + 1)
  }

  const list = (path: FieldPath, value: readonly unknown[], schema: Schema | undefined): void => {
    const [first] = value
    if (value.length > 0) set(path, 'first item twice', [...value, first])
    const keys = schema?.listMapKeys
    if (isRecord(first) && keys?.every(key => key in first))
      set(path, 'keys twice', [
        ...value,
        { ...recordWithout(first, keys), ...Object.fromEntries(keys.map(k => [k, first[k]])) }
      ])
    for (const [what, item] of Object.entries({
      null: null,
      'an empty map': {},
      'an empty text': ''
    }))
      set(path, `and ${what}`, [...value, item])
    const made = schema?.items && sampleOf(schema.items, schemas)
    if (made !== undefined) set(path, 'and a sample', [...value, made])
    if (schema?.maxItems !== undefined && value.length > 0)
      set(path, 'too many items', Array(schema.maxItems + 1).fill(first))
  }

  const map = (path: FieldPath, value: object, schema: Schema | undefined): void => {
    set([...path, 'notAField'], 'added', 'a')
    if (schema?.additionalProperties) keys(path, value, schema.additionalProperties)
    const isDeep = way.filter(one => one === schema).length > 2
    for (const key of isDeep ? [] : absentFields(value, schema)) {
      if (serverOnly.has(key) || (path.length === 0 && rootOnly.has(key))) continue
      for (const [what, made] of Object.entries(
        samplesOf(schema?.properties?.[key] ?? {}, schemas)
      ))
        add([...path, key], what, (parent, step) => (parent[step] = made), true)
    }
    for (const key of Object.keys(value)) {
      if (path.length === 0 && rootOnly.has(key)) continue
      const misspelt = key.length > 3 ? key.slice(0, -1) : `${key}s`
      rename([...path, key], 'misspelt', misspelt)
      rename([...path, key], 'in another case', key.toUpperCase())
      if (path.length > 0) lift(path, key)
    }
  }

  const keys = (path: FieldPath, value: object, schema: Schema): void => {
    const [first] = Object.values(value) as unknown[]
    const item = first ?? sampleOf(schema, schemas)
    for (const key of mapKeys) set([...path, key], `key ${key.slice(0, 20)}`, item)
  }

  const rename = (path: FieldPath, what: string, name: string): void =>
    add(path, what, (parent, step) => {
      const value = parent[step]
      Reflect.deleteProperty(parent, step)
      parent[name] = value
    })

  /** A field one level too high. */
  const lift = (path: FieldPath, key: string): void => {
    const up = typeof path.at(-1) === 'number' ? path.slice(0, -1) : path
    add(up, `${key} beside it`, (parent, step) => {
      const from = path
        .slice(up.length - 1)
        .reduce<unknown>(
          (at, one) => (at as Record<string | number, unknown>)[one],
          parent
        ) as Record<string | number, unknown>
      if (step === key) return
      parent[key] = from[key]
      Reflect.deleteProperty(from, key)
    })
  }

  visit(object, [], followed(root, schemas))
  return found
}

const rootOnly: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata', 'status'])
const serverOnly: ReadonlySet<string> = new Set(['managedFields'])

/** Values of every type. */
const others: Readonly<Record<string, unknown>> = {
  null: null,
  'a number': 7,
  'a truth': true,
  'a text': 'text',
  'a fraction': 1.5,
  'an empty list': [],
  'a list': ['a'],
  'a list of maps': [{}],
  'an empty map': {},
  'a map': { a: 'b' }
}

function recordWithout(value: object, kept: readonly string[]): object {
  return Object.fromEntries(Object.entries(value).filter(([key]) => kept.includes(key)))
}

function changed(object: unknown, path: FieldPath, change: Change): unknown {
  const copy: unknown = structuredClone(object)
  let parent = copy as Record<string | number, unknown>
  for (const step of path.slice(0, -1)) parent = parent[step] as typeof parent
  change(parent, path.at(-1) ?? '')
  return copy
}
