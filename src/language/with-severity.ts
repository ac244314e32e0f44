import type { Severity } from '../rules/severity.ts'
import type { Finding } from './finding.ts'

/**
 * The finding with another severity. Its fixes stay uncomputed: each costs another reading of the text, and a
 * keystroke asks for none.
 */
export function withSeverity(finding: Finding, severity: Severity): Finding {
  if (finding.severity === severity) return finding
  const changed = Object.getOwnPropertyDescriptors(finding)
  return Object.defineProperties({} as Finding, {
    ...changed,
    severity: { ...changed.severity, value: severity }
  })
}
