import type { Report } from '../rules/report.ts'
import type { Severity } from '../rules/severity.ts'

/** A report together with the check it comes from; the report's own sentences go before the check's. */
export interface CheckReport {
  readonly rule: string
  readonly severity: Severity
  readonly why: string
  readonly todo: string
  readonly report: Report
  readonly supersedes?: readonly string[]
}
