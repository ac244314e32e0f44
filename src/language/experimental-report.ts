import type { FieldError } from '../api/field-error.ts'
import type { CheckReport } from './check-report.ts'
import { experimentalParts } from './experimental-fields.generated.ts'
import { patternOf } from './pattern-of.ts'
import { schemaChecks } from './schema-checks.ts'

/** What the experimental channel of a project adds to a kind of its standard channel. */
export interface ExperimentalParts {
  /** The project, as a sentence names it. */
  readonly of: string
  /** Fields, written as in `spec.rules[].retry`. */
  readonly fields: readonly string[]
  /** Values of fields that the standard channel has, too. */
  readonly values: Readonly<Record<string, readonly unknown[]>>
}

/**
 * What to tell where the bundled definitions, which are the standard channel's, know no such field or value and the
 * experimental ones do; undefined where neither knows it.
 */
export function experimentalReport(error: FieldError, key: string): CheckReport | undefined {
  const parts = Object.hasOwn(experimentalParts, key) ? experimentalParts[key] : undefined
  if (!parts) return undefined
  const pattern = patternOf(error.path)
  const isField = error.type === 'unknown-field' && parts.fields.includes(pattern)
  const isValue =
    error.type === 'not-supported' && parts.values[pattern]?.includes(error.badValue) === true
  if (!isField && !isValue) return undefined
  const { id, severity, why, todo } = schemaChecks['schema/experimental-field']
  const what = isField ? `\`${String(error.path.at(-1))}\`` : `\`${String(error.badValue)}\``
  return {
    rule: id,
    severity,
    why,
    todo,
    report: {
      at: error.path,
      part: isField ? 'key' : 'value',
      message: `${what} is in the experimental channel of ${parts.of} only.`
    }
  }
}
