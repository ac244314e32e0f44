import type { FieldPath } from '../../base/field-path.ts'
import type { FieldError, FieldErrorType, ServerWords } from '../field-error.ts'

/** Collects the errors of one object's value rules. */
export class ValueChecker {
  readonly errors: FieldError[] = []
  /** The object is a patch, so nothing is required of it. */
  readonly partial: boolean

  constructor(partial: boolean) {
    this.partial = partial
  }

  add(type: FieldErrorType, path: FieldPath, detail: string, more: Partial<FieldError> = {}): void {
    this.errors.push({ type, path, detail, source: 'value', ...more })
  }

  invalid(path: FieldPath, badValue: unknown, detail: string, server?: ServerWords): void {
    this.add('invalid', path, detail, { badValue, ...(server && { server }) })
  }

  /** Reports what `faults` says of a text. Anything but a text has been reported by the structure. */
  check(
    path: FieldPath,
    value: unknown,
    faults: (text: string) => readonly string[],
    server?: ServerWords
  ): void {
    if (typeof value !== 'string') return
    for (const detail of faults(value)) this.invalid(path, value, detail, server)
  }

  /** As `check`, for fields whose empty text means that they are not given. */
  checkGiven(path: FieldPath, value: unknown, faults: (text: string) => readonly string[]): void {
    if (value !== '') this.check(path, value, faults)
  }

  required(path: FieldPath, detail = '', server?: ServerWords): void {
    if (!this.partial) this.add('required', path, detail, server && { server })
  }

  /** A text that must be given, and what must be true of it. */
  requireText(
    path: FieldPath,
    value: unknown,
    faults: (text: string) => readonly string[] = () => []
  ): void {
    if (isEmpty(value)) this.required(path)
    else this.check(path, value, faults)
  }

  forbidden(path: FieldPath, detail: string, server?: ServerWords): void {
    this.add('forbidden', path, detail, server && { server })
  }

  duplicate(path: FieldPath, badValue: unknown): void {
    this.add('duplicate', path, '', { badValue })
  }

  /** One of a few texts; not given is right. `server` tells where the server puts the error. */
  oneOf(path: FieldPath, value: unknown, supported: readonly string[], server?: ServerWords): void {
    if (typeof value === 'string' && value !== '' && !supported.includes(value))
      this.add('not-supported', path, '', { badValue: value, supported, ...(server && { server }) })
  }

  /** A port number from 1 to 65535. */
  port(path: FieldPath, value: unknown): void {
    if (typeof value === 'number' && (value < 1 || value > 65535))
      this.invalid(path, value, 'must be between 1 and 65535, inclusive')
  }

  notNegative(path: FieldPath, value: unknown): void {
    if (typeof value === 'number' && value < 0)
      this.invalid(path, value, 'must be greater than or equal to 0')
  }
}

/** Go makes no difference between a field that isn't there, null and an empty text. */
export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}
