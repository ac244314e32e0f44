import { formatFieldPath } from '../base/field-path.ts'
import type { FieldError, ServerWords } from './field-error.ts'

/**
 * The same errors with the words that the server has for objects of a CustomResourceDefinition (kube-openapi
 * `validation/errors`): they name the field a second time.
 */
export function inCustomWords(errors: readonly FieldError[]): FieldError[] {
  return errors.map(error => {
    const server = wordsFor(error)
    return server ? { ...error, server } : error
  })
}

function wordsFor({ type, path, detail, badValue }: FieldError): ServerWords | undefined {
  const field = formatFieldPath(path)
  if (type === 'invalid') return { detail: `${field} in body ${detail}` }
  if (type !== 'type-invalid') return undefined
  const given = typeNameOf(badValue)
  const wanted = /^expected (?:an? )?(\w+)/.exec(detail)?.[1] ?? 'string'
  return {
    value: JSON.stringify(given),
    detail: `${field} in body must be of type ${typeOfWord[wanted] ?? wanted}: ${JSON.stringify(given)}`
  }
}

const typeOfWord: Readonly<Record<string, string>> = { map: 'object', list: 'array' }

function typeNameOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}
