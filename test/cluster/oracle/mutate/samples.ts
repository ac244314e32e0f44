import { isRecord } from '../../../../src/base/json.ts'
import type { Schema } from '../../../../src/api/schema.ts'
import { isEmpty } from '../../../../src/api/values/value-checker.ts'
import type { SchemaSet } from '../../../../src/api/schema-set.ts'

const depth = 6

/** A value that a schema may take: with what it requires and, at its top, one optional field of a map without any. */
export function sampleOf(schema: Schema, schemas: SchemaSet, left = depth): unknown {
  const target = schema.$ref === undefined ? schema : schemas.resolve(schema.$ref)
  if (!target || left === 0) return undefined
  if (isTelling(target.default)) return target.default
  if (target.enum) return target.enum.find(one => one !== '') ?? ''
  if (target.intOrString) return target.format === 'quantity' ? '1' : 1
  switch (target.type) {
    case 'string':
      return sampleText(target)
    case 'integer':
    case 'number':
      return Math.max(target.minimum ?? 1, 1)
    case 'boolean':
      return true
    case 'array': {
      const item = target.items && sampleOf(target.items, schemas, left - 1)
      return item === undefined ? [] : [item]
    }
    default:
      return sampleObject(target, schemas, left)
  }
}

/** Whether a default is more than what Go has for a field that is not given. */
function isTelling(value: unknown): boolean {
  return !isEmpty(value) && (typeof value !== 'object' || Object.keys(value ?? {}).length > 0)
}

/** Samples of a map that may have any of its fields: one for each of the first of them. */
export function samplesOf(schema: Schema, schemas: SchemaSet): Readonly<Record<string, unknown>> {
  const target = followed(schema, schemas)
  const inner = target?.type === 'array' ? followed(target.items, schemas) : target
  const first = sampleOf(schema, schemas)
  if (first === undefined) return {}
  if (!inner?.properties || (inner.required?.length ?? 0) > 0) return { added: first }
  const made = Object.entries(inner.properties)
    .slice(0, 12)
    .map(([key, child]) => [key, sampleOf(child, schemas, depth - 2)] as const)
    .filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    made.map(([key, value]) => {
      const item = { [key]: value }
      return [`added with ${key}`, target?.type === 'array' ? [item] : item]
    })
  )
}

function sampleObject(target: Schema, schemas: SchemaSet, left: number): unknown {
  if (target.additionalProperties) {
    const value = sampleOf(target.additionalProperties, schemas, left - 1)
    return value === undefined ? {} : { a: value }
  }
  const properties = Object.entries(target.properties ?? {})
  const wanted = properties.filter(([key]) => target.required?.includes(key))
  const chosen = wanted.length > 0 ? wanted : properties.slice(0, 1)
  const made = chosen.map(([key, child]) => [key, sampleOf(child, schemas, left - 1)] as const)
  return Object.fromEntries(made.filter(([, value]) => value !== undefined))
}

const texts: Readonly<Record<string, string>> = {
  'date-time': '2026-01-31T12:00:00Z',
  byte: 'YQ==',
  quantity: '1',
  duration: '10s',
  ipv4: '10.0.0.1',
  ipv6: '2001:db8::1',
  cidr: '10.0.0.0/8',
  uri: 'https://example.com/'
}

function sampleText({ format, pattern, minLength = 1 }: Schema): string {
  const known = format === undefined ? undefined : texts[format]
  if (known !== undefined) return known
  const guesses = ['a', 'A', '/a', '10s', '10.0.0.1', '10.0.0.0/8', 'a.b', 'a/b', '1', '1Gi', '*']
  const fits = (text: string): boolean => {
    try {
      return pattern === undefined || new RegExp(pattern).test(text)
    } catch {
      return true
    }
  }
  return guesses.find(fits) ?? 'a'.repeat(minLength)
}

/** The schema at a step below another one, references followed. */
export function schemaBelow(
  schema: Schema | undefined,
  step: string | number,
  schemas: SchemaSet
): Schema | undefined {
  const target = followed(schema, schemas)
  const below =
    typeof step === 'number'
      ? target?.items
      : (target?.properties?.[step] ?? target?.additionalProperties)
  return followed(below, schemas)
}

export function followed(schema: Schema | undefined, schemas: SchemaSet): Schema | undefined {
  return schema?.$ref === undefined ? schema : schemas.resolve(schema.$ref)
}

/** The optional fields that a map could have and has not. */
export function absentFields(value: unknown, schema: Schema | undefined): readonly string[] {
  if (!isRecord(value)) return []
  return Object.keys(schema?.properties ?? {}).filter(key => !Object.hasOwn(value, key))
}
