import type { FieldPath } from '../../base/field-path.ts'
import type { FieldError } from '../field-error.ts'

/** Collects the errors of one object's value rules. */
export class ValueChecker {
  readonly errors: FieldError[] = []
  /** The object is a patch, so nothing is required of it. */
  readonly partial: boolean

  constructor(partial: boolean) {
    this.partial = partial
  }

  invalid(path: FieldPath, badValue: unknown, detail: string): void {
    this.errors.push({ type: 'invalid', path, badValue, detail, source: 'value' })
  }

  /** Reports what `fault` says of the value, if it is a text. */
  check(path: FieldPath, value: unknown, fault: (text: string) => string | undefined): void {
    const detail = typeof value === 'string' ? fault(value) : undefined
    if (detail !== undefined) this.invalid(path, value, detail)
  }

  required(path: FieldPath, detail = ''): void {
    if (!this.partial) this.errors.push({ type: 'required', path, detail, source: 'value' })
  }

  forbidden(path: FieldPath, detail: string): void {
    this.errors.push({ type: 'forbidden', path, detail, source: 'value' })
  }

  duplicate(path: FieldPath, badValue: unknown): void {
    this.errors.push({ type: 'duplicate', path, badValue, detail: '', source: 'value' })
  }

  unsupported(path: FieldPath, badValue: unknown, supported: readonly string[]): void {
    this.errors.push({
      type: 'not-supported',
      path,
      badValue,
      detail: '',
      supported,
      source: 'value'
    })
  }

  /** A port number from 1 to 65535. */
  port(path: FieldPath, value: unknown): void {
    if (typeof value === 'number' && (value < 1 || value > 65535))
      this.invalid(path, value, 'must be between 1 and 65535, inclusive')
  }
}
