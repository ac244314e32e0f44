import type { FieldPath } from '../../base/field-path.ts'
import type { FixPlan } from '../report.ts'

/** The one fix that writes another value, or none where nobody can tell what was meant. */
export function setTo(
  at: FieldPath,
  meant: string | number | boolean | undefined,
  { safe = false } = {}
): readonly FixPlan[] {
  if (meant === undefined) return []
  return [
    {
      title: `Set to \`${String(meant)}\``,
      safe,
      preferred: true,
      change: edit => edit.set(at, meant)
    }
  ]
}
