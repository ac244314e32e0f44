import type { Finding } from '../language/finding.ts'
import type { CheckMeta } from '../rules/define-rule.ts'
import type { Severity } from '../rules/severity.ts'
import type { LintFormat } from './lint-options.ts'
import { summaryOf, type LintResult } from './lint-result.ts'

export interface FormatContext {
  readonly checks: readonly CheckMeta[]
  readonly version: string
}

/** The findings as text, ending with a line end. */
export function formatLint(result: LintResult, format: LintFormat, context: FormatContext): string {
  switch (format) {
    case 'text':
      return textOf(result)
    case 'json':
      return `${JSON.stringify(jsonOf(result), null, 2)}\n`
    case 'sarif':
      return `${JSON.stringify(sarifOf(result, context), null, 2)}\n`
    case 'github':
      return result.findings.map(annotationOf).join('')
  }
}

function textOf(result: LintResult): string {
  const lines: string[] = []
  for (const finding of result.findings) {
    const { line, character } = finding.position.start
    lines.push(
      `${finding.uri}:${line + 1}:${character + 1}: ${finding.severity}: ${finding.what} [${finding.rule}]`
    )
    for (const part of [finding.why, finding.todo]) if (part !== '') lines.push(`    ${part}`)
    for (const fix of finding.fixes)
      lines.push(`    ${fix.safe ? 'Fix (--fix)' : 'Possible fix'}: ${fix.title}`)
  }
  const { files, documents, errors, warnings, infos, hints } = summaryOf(result)
  const counts = [
    counted(errors, 'error'),
    counted(warnings, 'warning'),
    ...(infos > 0 ? [counted(infos, 'info')] : []),
    ...(hints > 0 ? [counted(hints, 'hint')] : [])
  ]
  lines.push(
    `${counts.join(', ')} in ${counted(documents, 'document')} of ${counted(files, 'file')}.`
  )
  return `${lines.join('\n')}\n`
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

function jsonOf(result: LintResult): object {
  return {
    version: 1,
    findings: result.findings.map(finding => ({
      file: finding.uri,
      rule: finding.rule,
      severity: finding.severity,
      message: finding.message,
      path: finding.path,
      range: finding.position,
      fixes: finding.fixes.map(({ title, safe }) => ({ title, safe }))
    })),
    summary: summaryOf(result)
  }
}

const sarifLevels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note'
}

/** https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
function sarifOf(result: LintResult, { checks, version }: FormatContext): object {
  const used = checks.filter(check => result.findings.some(finding => finding.rule === check.id))
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'netlabs',
            version,
            rules: used.map(check => ({
              id: check.id,
              shortDescription: { text: check.what },
              fullDescription: { text: check.why },
              help: { text: check.todo },
              defaultConfiguration: { level: sarifLevels[check.severity] },
              properties: { tags: check.tags }
            }))
          }
        },
        columnKind: 'utf16CodeUnits',
        results: result.findings.map(finding => ({
          ruleId: finding.rule,
          ruleIndex: used.findIndex(check => check.id === finding.rule),
          level: sarifLevels[finding.severity],
          message: { text: finding.message },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriOf(finding.uri) },
                region: regionOf(finding)
              },
              ...(finding.path !== '' && {
                logicalLocations: [{ fullyQualifiedName: finding.path }]
              })
            }
          ]
        }))
      }
    ]
  }
}

function regionOf({ position: { start, end } }: Finding): object {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1
  }
}

/** A relative reference as RFC 3986 wants it. */
function uriOf(file: string): string {
  const path = file.replaceAll('\\', '/')
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  return path.startsWith('/') ? `file://${encoded}` : encoded
}

/** https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands */
function annotationOf(finding: Finding): string {
  const { start, end } = finding.position
  const command = { error: 'error', warning: 'warning', info: 'notice', hint: 'notice' }
  const sameLine = start.line === end.line
  const properties = [
    ['file', finding.uri],
    ['line', String(start.line + 1)],
    ['endLine', String(end.line + 1)],
    // Columns are understood within one line only.
    ...(sameLine
      ? [
          ['col', String(start.character + 1)],
          ['endColumn', String(end.character + 1)]
        ]
      : []),
    ['title', finding.rule]
  ]
  const text = properties
    .map(([key = '', value = '']) => `${key}=${escapeProperty(value)}`)
    .join(',')
  return `::${command[finding.severity]} ${text}::${escapeData(finding.message)}\n`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
