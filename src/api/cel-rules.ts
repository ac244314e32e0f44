import type { ParseResult } from '@marcbachmann/cel-js'
import type { FieldPath } from '../base/field-path.ts'
import { isRecord, type UnknownRecord } from '../base/json.ts'
import { compileRule } from './cel-language.ts'
import type { FieldError, ServerWords } from './field-error.ts'
import { meantDuration } from './meant-duration.ts'
import type { Schema } from './schema.ts'
import type { SchemaSet } from './schema-set.ts'

const parsed = new Map<string, ParseResult | undefined>()

/**
 * Holds an object, with its defaults filled in, against the rules of its CustomResourceDefinition
 * (`x-kubernetes-validations`). A rule that can't be evaluated here says nothing, and neither does one about a
 * value with something broken in it.
 */
export function validateRules(
  object: unknown,
  root: Schema,
  schemas: SchemaSet,
  broken: readonly FieldPath[] = []
): FieldError[] {
  const errors: FieldError[] = []
  const isWhole = (path: FieldPath): boolean =>
    !broken.some(place => path.every((step, i) => place[i] === step))
  /** `self` is the same value as the language sees it. */
  const visit = (
    value: unknown,
    self: unknown,
    node: Schema | undefined,
    path: FieldPath
  ): void => {
    const schema = node?.$ref === undefined ? node : schemas.resolve(node.$ref)
    if (!schema || value === undefined || value === null) return
    const rules = isWhole(path) ? schema.validations : undefined
    for (const { rule, message } of rules ?? []) {
      const verdict = verdictOf(rule, self)
      if (verdict === 'met') continue
      const detail = message ?? `failed rule: ${rule.trim()}`
      const server = wordsFor(verdict, value, detail)
      // A text that is no duration has been refused by its pattern, where it has one.
      const isDuration =
        typeof verdict !== 'string' && verdict.failure.startsWith('type conversion')
      const repeats = isDuration && schema.pattern !== undefined
      errors.push({
        type: 'invalid',
        path,
        badValue: value,
        detail,
        source: 'value',
        server,
        ...(isDuration && { suggestion: meantDuration(value, schema) }),
        ...(repeats && { repeats })
      })
    }
    if (Array.isArray(value))
      value.forEach((item, i) => {
        visit(item, (self as readonly unknown[])[i], schema.items, [...path, i])
      })
    else if (isRecord(value))
      for (const [key, child] of Object.entries(value))
        visit(
          child,
          (self as UnknownRecord)[key],
          schema.properties?.[key] ?? schema.additionalProperties,
          [...path, key]
        )
  }
  visit(object, celValue(object, root, schemas), root, [])
  return errors
}

type RuleVerdict = 'met' | 'broken' | { readonly failure: string }

/** The server leaves out a value that is no scalar, and tells why a rule can't be evaluated. */
function wordsFor(verdict: RuleVerdict, value: unknown, detail: string): ServerWords {
  const isScalar = !Array.isArray(value) && !isRecord(value)
  if (typeof verdict === 'string') return isScalar ? {} : { value: '' }
  const type = isScalar ? typeof value : Array.isArray(value) ? 'array' : 'object'
  return {
    value: JSON.stringify(type),
    detail: `${verdict.failure} evaluating rule: ${detail}`
  }
}

/** What becomes of a rule here; the page on validation counts them. */
export type RuleUse = 'evaluated' | 'about changes' | 'not compiled'

/** Rules about what a field was before are no matter of a new object; others may be beyond the library. */
export function useOfRule(rule: string): RuleUse {
  if (/\boldSelf\b/.test(rule)) return 'about changes'
  return compiled(rule) ? 'evaluated' : 'not compiled'
}

function compiled(rule: string): ParseResult | undefined {
  if (!parsed.has(rule)) parsed.set(rule, compileRule(rule))
  return parsed.get(rule)
}

function verdictOf(rule: string, self: unknown): RuleVerdict {
  if (useOfRule(rule) !== 'evaluated') return 'met'
  // The library reads `5ss` as well.
  if (rule.includes('duration(self)') && typeof self === 'string' && !goDuration.test(self))
    return noDuration
  try {
    const answer = compiled(rule)?.({ self }) as unknown
    return answer === false ? 'broken' : 'met'
  } catch (error) {
    return failureOf(error instanceof Error ? error.message : '')
  }
}

/** Failures that the server has as well; any other one is a limit of the library. */
function failureOf(message: string): RuleVerdict {
  const key = /^No such key: (\w+)/.exec(message)?.[1]
  if (key !== undefined) return { failure: `no such key: ${key}` }
  return /^Invalid duration/i.test(message) ? noDuration : 'met'
}

const noDuration = {
  failure: "type conversion error from 'string' to 'google.protobuf.Duration'"
} as const

/** https://pkg.go.dev/time#ParseDuration */
const goDuration = /^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|[µμ]s|ms|s|m|h))+)$/

/** Integers of the schema are integers of the language, which JavaScript writes as bigint. */
function celValue(value: unknown, node: Schema | undefined, schemas: SchemaSet): unknown {
  const schema = node?.$ref === undefined ? node : schemas.resolve(node.$ref)
  if (!schema || value === null) return value
  if (typeof value === 'number' && Number.isInteger(value))
    return schema.type === 'number' ? value : BigInt(value)
  if (Array.isArray(value)) return value.map(item => celValue(item, schema.items, schemas))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      celValue(child, schema.properties?.[key] ?? schema.additionalProperties, schemas)
    ])
  )
}
