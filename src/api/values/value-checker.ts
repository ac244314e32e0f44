import { didYouMean } from '../../base/did-you-mean.ts'
import type { FieldPath } from '../../base/field-path.ts'
import type { FieldError, FieldErrorType, ServerWords } from '../field-error.ts'

/** Collects the errors of one object's value rules. */
export class ValueChecker {
  readonly errors: FieldError[] = []
  /** The object is a patch, so nothing is required of it. */
  readonly partial: boolean
  /** The kind is part of Kubernetes itself, not of a CustomResourceDefinition. */
  readonly builtIn: boolean
  /** The object is new and replaces none. */
  readonly isNew: boolean

  constructor(partial: boolean, builtIn = true, isNew = true) {
    this.partial = partial
    this.builtIn = builtIn
    this.isNew = isNew
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
  checkGiven(
    path: FieldPath,
    value: unknown,
    faults: (text: string) => readonly string[],
    server?: ServerWords
  ): void {
    if (value !== '') this.check(path, value, faults, server)
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

  /** What the server says besides an error that tells the same more exactly. */
  again(path: FieldPath, badValue: unknown, detail: string, server?: ServerWords): void {
    if (!this.partial)
      this.add('invalid', path, detail, { badValue, repeats: true, ...(server && { server }) })
  }

  /** Whether a list is longer than it may be, which is reported. */
  tooMany(path: FieldPath, count: number, limit: number): boolean {
    if (count <= limit) return false
    this.add('too-many', path, `must have at most ${limit} items`, { badValue: count })
    return true
  }

  duplicate(path: FieldPath, badValue: unknown): void {
    this.add('duplicate', path, '', { badValue })
  }

  /** One of a few texts; not given is right. `server` tells where the server puts the error. */
  oneOf(path: FieldPath, value: unknown, supported: readonly string[], server?: ServerWords): void {
    if (typeof value === 'string' && value !== '' && !supported.includes(value))
      this.notSupported(path, value, supported, server && { server })
  }

  /** A port number from 1 to 65535. */
  port(path: FieldPath, value: unknown): void {
    if (typeof value === 'number' && (value < 1 || value > 65535))
      this.invalid(path, value, 'must be between 1 and 65535, inclusive')
  }

  /** As `port`, where the server takes a missing number for a zero. */
  requirePort(path: FieldPath, value: unknown): void {
    if (value === undefined)
      this.required(path, '', {
        type: 'invalid',
        value: '0',
        detail: 'must be between 1 and 65535, inclusive'
      })
    else this.port(path, value)
  }

  /** As `oneOf`, where an empty text is a value like others. */
  given(path: FieldPath, value: unknown, supported: readonly string[], server?: ServerWords): void {
    if (typeof value === 'string' && !supported.includes(value))
      this.notSupported(path, value, supported, server && { server })
  }

  /** As `oneOf`, where another rule names the values that this kind of object can have. */
  againOneOf(path: FieldPath, value: unknown, supported: readonly string[]): void {
    if (!isEmpty(value) && !supported.includes(String(value)))
      this.notSupported(path, value, supported, { repeats: true })
  }

  notSupported(
    path: FieldPath,
    value: unknown,
    supported: readonly string[],
    more: Partial<FieldError> = {}
  ): void {
    const suggestion = typeof value === 'string' ? didYouMean(value, supported) : undefined
    this.add('not-supported', path, '', { badValue: value, supported, suggestion, ...more })
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
