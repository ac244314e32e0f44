import { Environment, type ParseResult } from '@marcbachmann/cel-js'
import type { FieldPath } from '../base/field-path.ts'
import { isRecord, type UnknownRecord } from '../base/json.ts'
import { parseIp } from '../model/cidr.ts'
import type { FieldError, ServerWords } from './field-error.ts'
import { compileRe2 } from './re2.ts'
import type { Schema } from './schema.ts'
import type { SchemaSet } from './schema-set.ts'

let environment: Environment | undefined

/** The language as API servers have it, made when the first rule is met: starting must not wait for it. */
function language(): Environment {
  environment ??= new Environment({ unlistedVariablesAreDyn: true })
    .registerFunction('isIP(string): bool', (text: string) => parseIp(text) !== undefined)
    // Patterns are Go's; one that only Go reads makes the whole rule silent.
    .registerFunction('string.goMatches(string): bool', (text: string, pattern: string) => {
      const compiled = compileRe2(pattern)
      if (!compiled) throw new Error('a pattern that only RE2 understands')
      return compiled.test(text)
    })
  return environment
}

const parsed = new Map<string, ParseResult | undefined>()

/**
 * Holds an object, with its defaults filled in, against the rules of its CustomResourceDefinition
 * (`x-kubernetes-validations`). A rule that can't be evaluated here says nothing.
 */
export function validateRules(object: unknown, root: Schema, schemas: SchemaSet): FieldError[] {
  const errors: FieldError[] = []
  /** `self` is the same value as the language sees it. */
  const visit = (
    value: unknown,
    self: unknown,
    node: Schema | undefined,
    path: FieldPath
  ): void => {
    const schema = node?.$ref === undefined ? node : schemas.resolve(node.$ref)
    if (!schema || value === undefined || value === null) return
    for (const { rule, message } of schema.validations ?? []) {
      const verdict = verdictOf(rule, self)
      if (verdict === 'met') continue
      const detail = message ?? `failed rule: ${rule.trim()}`
      const server = wordsFor(verdict, value, detail)
      // A text that is no duration has been refused by its pattern.
      const repeats = typeof verdict !== 'string' && verdict.failure.startsWith('type conversion')
      errors.push({
        type: 'invalid',
        path,
        badValue: value,
        detail,
        source: 'value',
        server,
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
  return {
    value: JSON.stringify(Array.isArray(value) ? 'array' : 'object'),
    detail: `${verdict.failure} evaluating rule: ${detail}`
  }
}

function verdictOf(rule: string, self: unknown): RuleVerdict {
  // What a field was before is no matter of a new object.
  if (/\boldSelf\b/.test(rule)) return 'met'
  if (!parsed.has(rule)) parsed.set(rule, parse(rule))
  try {
    const answer = parsed.get(rule)?.({ self }) as unknown
    return answer === false ? 'broken' : 'met'
  } catch (error) {
    return failureOf(error instanceof Error ? error.message : '')
  }
}

/** Failures that the server has as well; any other one is a limit of the library. */
function failureOf(message: string): RuleVerdict {
  const key = /^No such key: (\w+)/.exec(message)?.[1]
  if (key !== undefined) return { failure: `no such key: ${key}` }
  if (/^Invalid duration/i.test(message))
    return {
      failure: "type conversion error from 'string' to 'google.protobuf.Duration'"
    }
  return 'met'
}

function parse(rule: string): ParseResult | undefined {
  // Kubernetes escapes field names that are words of the language: `__namespace__`.
  const plain = rule
    .replaceAll(/\.__([a-z]+)__/g, '.$1')
    .replaceAll('.matches(', '.goMatches(')
    // The library's `has` takes no index, which says the same one level further down.
    .replaceAll(/\bhas\(([\w.]+\[\d+\])\.([\w.]+)\)/g, '[$1].exists(it, has(it.$2))')
  try {
    return language().parse(plain)
  } catch {
    return undefined
  }
}

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
