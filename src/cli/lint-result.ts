import type { FileFindings, Finding } from '../language/finding.ts'
import { isAtLeast, type Severity } from '../rules/severity.ts'

/** What `netlabs lint` found, before it is written in one of the formats. */
export interface LintResult {
  readonly files: number
  readonly documents: number
  readonly findings: readonly Finding[]
}

export interface LintSummary {
  readonly files: number
  readonly documents: number
  readonly errors: number
  readonly warnings: number
  readonly infos: number
  readonly hints: number
}

export function lintResult(files: readonly FileFindings[], least: Severity): LintResult {
  return {
    files: files.length,
    documents: files.reduce((sum, file) => sum + file.documents, 0),
    findings: files.flatMap(file =>
      file.findings.filter(finding => isAtLeast(finding.severity, least))
    )
  }
}

export function summaryOf(result: LintResult): LintSummary {
  const count = (severity: Severity): number =>
    result.findings.filter(finding => finding.severity === severity).length
  return {
    files: result.files,
    documents: result.documents,
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    hints: count('hint')
  }
}
