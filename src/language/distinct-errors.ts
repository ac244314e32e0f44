import { formatFieldPath } from '../base/field-path.ts'
import type { FieldError } from '../api/field-error.ts'
import { isFilledInLater } from './placeholder.ts'

/**
 * The errors of an object that a person should hear of: one for each fault, and none about what a tool
 * fills in before the object is applied.
 */
export function distinctErrors(errors: readonly FieldError[]): readonly FieldError[] {
  if (errors.length === 0) return errors
  const own = errors.filter(error => !error.repeats && !comesLater(error))
  return withoutMisspelt(withoutRepeated(withoutConsequences(withoutInner(own))))
}

/** A directive of a strategic merge patch, or a value that a tool puts in. */
function comesLater({ type, path, badValue }: FieldError): boolean {
  if (type === 'unknown-field') return String(path.at(-1)).startsWith('$')
  return isFilledInLater(badValue)
}

/** Of what has the wrong type as a whole nothing is missing. */
function withoutInner(errors: readonly FieldError[]): readonly FieldError[] {
  const wrong = errors.filter(({ type }) => type === 'type-invalid')
  if (wrong.length === 0) return errors
  return errors.filter(
    ({ path }) =>
      !wrong.some(
        outer => outer.path.length < path.length && outer.path.every((step, i) => step === path[i])
      )
  )
}

/** Where a field is unknown the object lacks what it was meant to be; a doubled item has a doubled key. */
function withoutConsequences(errors: readonly FieldError[]): readonly FieldError[] {
  const parents = (type: FieldError['type']): ReadonlySet<string> =>
    new Set(
      errors
        .filter(error => error.type === type)
        .map(({ path }) => formatFieldPath(path.slice(0, -1)))
    )
  const strangers = parents('unknown-field')
  const doubles = parents('duplicate')
  if (strangers.size === 0 && doubles.size === 0) return errors
  return errors.filter(({ type, path }) => {
    if (type === 'invalid') return !strangers.has(formatFieldPath(path))
    return type !== 'duplicate' || !doubles.has(formatFieldPath(path))
  })
}

/** The API server lists everything that is wrong with one value; once it is mended the rest is gone too. */
function withoutRepeated(errors: readonly FieldError[]): readonly FieldError[] {
  const seen = new Set<string>()
  return errors.filter(({ type, path, badValue }) => {
    if (type !== 'invalid') return true
    const key = JSON.stringify([path, badValue])
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** A misspelt field is unknown and, under its right name, missing: the misspelling is the fault. */
function withoutMisspelt(errors: readonly FieldError[]): readonly FieldError[] {
  const meant = errors
    .filter(({ type, suggestion }) => type === 'unknown-field' && suggestion !== undefined)
    .map(({ path, suggestion }) => formatFieldPath([...path.slice(0, -1), suggestion ?? '']))
  if (meant.length === 0) return errors
  return errors.filter(
    ({ type, path }) => type !== 'required' || !meant.includes(formatFieldPath(path))
  )
}
