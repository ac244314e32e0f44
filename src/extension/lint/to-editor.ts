import {
  Diagnostic,
  DiagnosticRelatedInformation,
  DiagnosticSeverity,
  Location,
  Range,
  Uri,
  WorkspaceEdit
} from 'vscode'
import type { Finding, Fix, PositionRange } from '../../language/finding.ts'
import type { Severity } from '../../rules/severity.ts'
import { rulePageLink } from './rule-page.ts'
import { LineMap } from '../../yaml/line-map.ts'

export const diagnosticSource = 'netlabs'

export function rangeOf({ start, end }: PositionRange): Range {
  return new Range(start.line, start.character, end.line, end.character)
}

/** Our findings are plain data; this is how the editor wants them. */
export function diagnosticOf(finding: Finding, severity: Severity): Diagnostic {
  const diagnostic = new Diagnostic(
    rangeOf(finding.position),
    finding.message,
    editorSeverities[severity]
  )
  diagnostic.source = diagnosticSource
  diagnostic.code = { value: finding.rule, target: rulePageLink(finding.rule) }
  if (finding.related.length > 0)
    diagnostic.relatedInformation = finding.related.map(
      ({ uri, position, message }) =>
        new DiagnosticRelatedInformation(new Location(Uri.parse(uri), rangeOf(position)), message)
    )
  return diagnostic
}

const editorSeverities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint
}

/**
 * The edits of fixes as one change of the workspace. `texts` knows the texts that the offsets count in.
 * Edits that overlap an earlier one are left out, and with them the rest of their fix.
 */
export function workspaceEditOf(
  fixes: readonly Fix[],
  texts: (uri: string) => string | undefined
): WorkspaceEdit {
  const edit = new WorkspaceEdit()
  const taken = new Map<string, { start: number; end: number }[]>()
  for (const fix of fixes) {
    const places = fix.edits.flatMap(({ uri, edits }) => edits.map(one => ({ uri, ...one.range })))
    const collides = places.some(({ uri, start, end }) =>
      (taken.get(uri) ?? []).some(other => start < other.end && other.start < end)
    )
    if (collides || fix.edits.some(({ uri }) => texts(uri) === undefined)) continue
    for (const { uri, edits } of fix.edits) {
      const lines = new LineMap(texts(uri) ?? '')
      for (const { range, newText } of edits) {
        taken.set(uri, [...(taken.get(uri) ?? []), range])
        edit.replace(
          Uri.parse(uri),
          rangeOf({ start: lines.positionAt(range.start), end: lines.positionAt(range.end) }),
          newText
        )
      }
    }
  }
  return edit
}
