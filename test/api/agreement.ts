import { formatFieldError, serverPathOf } from '../../src/api/field-error.ts'
import type { SchemaSet } from '../../src/api/schema-set.ts'
import { validateObject } from '../../src/api/validate.ts'

/** What a real API server said to one object, as a dry-run create. */
export interface Verdict {
  /** Fields that it doesn't know, from a request with `fieldValidation=Strict`. */
  readonly unknown?: readonly string[]
  /** What it refuses besides, as `field: message`, from a request with `fieldValidation=Ignore`. */
  readonly refused?: readonly string[]
  /** Why it couldn't even read the object; the first such value only. */
  readonly unreadable?: string
  /** What it would have stored, where it accepted the object. */
  readonly stored?: unknown
}

/** Where ours and the recorded verdict differ, a line each; empty when they agree to the letter. */
export function disagreements(object: unknown, schemas: SchemaSet, verdict: Verdict): string[] {
  const errors = validateObject(object, schemas)
  const lines: string[] = []
  const unknown = errors.filter(({ type }) => type === 'unknown-field').map(serverPathOf)
  lines.push(...difference('unknown field', unknown, verdict.unknown ?? []))
  const others = errors.filter(({ type }) => type !== 'unknown-field')
  if (verdict.unreadable !== undefined) {
    // The server stops at the first value that it can't read and names its path without indices.
    const wrong = others.filter(
      error => error.type === 'type-invalid' || error.source === 'structure'
    )
    if (wrong.length === 0) lines.push(`we read what the server can't: ${verdict.unreadable}`)
    return lines
  }
  lines.push(...difference('', others.map(formatFieldError), verdict.refused ?? []))
  return lines
}

function difference(what: string, ours: readonly string[], theirs: readonly string[]): string[] {
  const prefix = what === '' ? '' : `${what} `
  return [
    ...theirs.filter(line => !ours.includes(line)).map(line => `only the server: ${prefix}${line}`),
    ...ours.filter(line => !theirs.includes(line)).map(line => `only ours: ${prefix}${line}`)
  ]
}
