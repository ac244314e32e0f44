import type { FieldPath } from '../base/field-path.ts'
import type { FieldError, ServerWords } from './field-error.ts'
import { isLongInteger } from './formats.ts'

/**
 * The same errors with the words that the server has for objects of a CustomResourceDefinition (kube-openapi
 * `validation/errors`): they name the field a second time.
 */
export function inCustomWords(errors: readonly FieldError[]): FieldError[] {
  return errors.map(error => {
    const server = error.server ?? wordsFor(error)
    return server ? { ...error, server } : error
  })
}

function wordsFor({ type, path, detail, badValue }: FieldError): ServerWords | undefined {
  const field = dotted(path)
  if (type === 'invalid') return bodyWords(path, detail)
  if (type !== 'type-invalid') return undefined
  const wanted = /^expected (?:an? )?(\w+)/.exec(detail)?.[1] ?? 'string'
  return typeWords(field, typeNameOf(badValue), typeOfWord[wanted] ?? wanted)
}

/** What is wrong with a value, behind the name of its field. */
export function bodyWords(path: FieldPath, detail: string): ServerWords {
  const field = dotted(path)
  return { path: field, detail: `${field} in body ${detail}` }
}

/** A number with a fraction is measured against the format of the field. */
export function fractionWords(path: FieldPath, format: string): ServerWords {
  return typeWords(dotted(path), 'float64', format)
}

/** A number of more bits than its format has is told without a field. */
export function rangeWords(path: FieldPath): ServerWords {
  const detail = `Checked value must be of type integer with format int32 in ${dotted(path)}`
  return { path: '<nil>', value: '""', detail }
}

function typeWords(field: string, given: string, wanted: string): ServerWords {
  return {
    path: field,
    value: JSON.stringify(given),
    detail: `${field} in body must be of type ${wanted}: ${JSON.stringify(given)}`
  }
}

/** These errors write keys of maps without brackets, whatever they are. */
function dotted(path: FieldPath): string {
  return path
    .map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`))
    .join('')
}

const typeOfWord: Readonly<Record<string, string>> = { map: 'object', list: 'array' }

function typeNameOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number')
    return Number.isInteger(value) && !isLongInteger(value) ? 'integer' : 'number'
  return typeof value
}
