import { schemaChecks } from '../language/schema-checks.ts'
import type { CheckMeta } from '../rules/define-rule.ts'
import { rules } from '../rules/index.generated.ts'

/** Every check by its id: the rules, and what YAML and the schemas say. */
export function allChecks(): readonly CheckMeta[] {
  return [...rules, ...Object.values(schemaChecks)].sort((a, b) => (a.id < b.id ? -1 : 1))
}
