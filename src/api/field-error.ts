import { goJson, goQuoted } from './go-value.ts'
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
  readonly detail: string
  readonly badValue?: unknown
  readonly supported?: readonly string[]
  /** The field name or value that was most likely meant. */
  readonly suggestion?: string | undefined
  /** The server says it too, but another error of this object tells the same more exactly. */
  readonly repeats?: boolean
  /** Whether the schema says so or one of the kind's own rules. */
  readonly source: 'structure' | 'value'
  /** What the server's own message says otherwise than path, value and detail. */
  readonly server?: ServerWords
}

export interface ServerWords {
  /** What it calls the error, when it takes an absent value for an empty one. */
  readonly type?: FieldErrorType
  /** Where its message points, when that is less exact than `path`. */
  readonly path?: FieldPath | string
  /** The value as its message writes it; an empty text when it leaves the value out. */
  readonly value?: string
  readonly detail?: string
}

/** The field as the server's own messages name it. */
export function serverPathOf({ server, path }: FieldError): string {
  const own = server?.path ?? path
  return typeof own === 'string' ? own : formatFieldPath(own)
}

/** Worded as the API server words it: path, what is wrong, the value, the detail. */
export function formatFieldError(error: FieldError): string {
  const path = serverPathOf(error)
  const detailText = error.server?.detail ?? error.detail
  const detail = detailText === '' ? '' : `: ${detailText}`
  const valueText = error.server?.value ?? quoted(error.badValue)
  const value = valueText === '' ? '' : `: ${valueText}`
  switch (error.server?.type ?? error.type) {
    case 'required':
      return `${path}: Required value${detail}`
    case 'unknown-field':
      return `unknown field "${path}"`
    case 'type-invalid':
    case 'invalid':
      return `${path}: Invalid value${value}${detail}`
    case 'not-supported': {
      const supported = (error.supported ?? []).map(one => JSON.stringify(one)).join(', ')
      return `${path}: Unsupported value${value}${supported ? `: supported values: ${supported}` : detail}`
    }
    case 'duplicate':
      return `${path}: Duplicate value${value}${detail}`
    case 'forbidden':
      return `${path}: Forbidden${detail}`
    case 'too-long':
      return `${path}: Too long${detail}`
    case 'too-many':
      return `${path}: Too many${value}${detail}`
    case 'not-found':
      return `${path}: Not found${value}`
  }
}

function quoted(value: unknown): string {
  return typeof value === 'string' ? goQuoted(value) : goJson(value)
}
