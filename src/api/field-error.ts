import { formatFieldPath, type FieldPath } from '../base/field-path.ts'

export type FieldErrorType =
  | 'required'
  | 'unknown-field'
  | 'type-invalid'
  | 'not-supported'
  | 'invalid'
  | 'duplicate'
  | 'forbidden'
  | 'too-long'
  | 'too-many'
  | 'not-found'

/** One thing that an API server refuses about an object, like apimachinery's `field.Error`. */
export interface FieldError {
  readonly type: FieldErrorType
  readonly path: FieldPath
  /** Where the server's own message points, when it is less exact than `path`. */
  readonly serverPath?: FieldPath | undefined
  readonly detail: string
  readonly badValue?: unknown
  readonly supported?: readonly string[]
  /** The field name or value that was most likely meant. */
  readonly suggestion?: string | undefined
  /** Whether the schema says so or one of the kind's own rules. */
  readonly source: 'structure' | 'value'
}

/** Worded as the API server words it: path, what is wrong, the value, the detail. */
export function formatFieldError(error: FieldError): string {
  const path = formatFieldPath(error.serverPath ?? error.path)
  const value = quoted(error.badValue)
  const detail = error.detail === '' ? '' : `: ${error.detail}`
  switch (error.type) {
    case 'required':
      return `${path}: Required value${detail}`
    case 'unknown-field':
      return `unknown field "${path}"`
    case 'type-invalid':
      return `${path}: Invalid value: ${value}${detail}`
    case 'not-supported': {
      const supported = (error.supported ?? []).map(one => `"${one}"`).join(', ')
      return `${path}: Unsupported value: ${value}${supported ? `: supported values: ${supported}` : detail}`
    }
    case 'invalid':
      return `${path}: Invalid value: ${value}${detail}`
    case 'duplicate':
      return `${path}: Duplicate value: ${value}${detail}`
    case 'forbidden':
      return `${path}: Forbidden${detail}`
    case 'too-long':
      return `${path}: Too long${detail}`
    case 'too-many':
      return `${path}: Too many${detail}`
    case 'not-found':
      return `${path}: Not found: ${value}`
  }
}

function quoted(value: unknown): string {
  return value === undefined ? 'null' : JSON.stringify(value)
}
