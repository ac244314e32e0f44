import { languages, type Diagnostic, type Uri } from 'vscode'
import type { Finding } from '../../language/finding.ts'
import { rules } from '../../rules/index.generated.ts'
import type { Severity } from '../../rules/severity.ts'
import { settings } from '../host/settings.ts'
import { rangeOf } from './to-editor.ts'

/** Rules that say of a mistake against the schema what was meant. */
const explaining = new Set(
  rules.filter(({ supersedes }) => supersedes?.some(isOfSchema) === true).map(({ id }) => id)
)

/** What the YAML extension by Red Hat reports about a file; it names its schemas as sources. */
export function othersHere(uri: Uri): readonly Diagnostic[] {
  if (!settings.giveWayToYamlExtension()) return []
  return languages
    .getDiagnostics(uri)
    .filter(({ source }) => source !== undefined && /^yaml(-schema|$)/i.test(source))
}

/**
 * How a finding is shown beside what others report, so that no error stands there twice. What a schema or the
 * syntax says gives way, hence undefined; what explains the same mistake stays as information; the other rules
 * say what that extension doesn't know.
 */
export function severityBeside(
  others: readonly Diagnostic[],
  { rule, position, severity }: Finding
): Severity | undefined {
  const explains = explaining.has(rule)
  if (others.length === 0 || !(explains || isOfSchema(rule))) return severity
  const own = rangeOf(position)
  if (!others.some(({ range }) => range.intersection(own) !== undefined)) return severity
  if (!explains) return undefined
  return severity === 'hint' ? severity : 'info'
}

function isOfSchema(rule: string): boolean {
  return /^(?:yaml|schema)\//.test(rule)
}
