import { formatFieldPath } from '../base/field-path.ts'
import { rulePage } from '../rules/define-rule.ts'
import type { Manifest } from '../rules/manifest.ts'
import { ManifestEditor } from '../rules/manifest-editor.ts'
import type { FixPlan, Report } from '../rules/report.ts'
import type { OffsetRange } from '../yaml/text-edit.ts'
import type { CheckReport } from './check-report.ts'
import type { Finding, Fix } from './finding.ts'
import type { Positions } from './positions.ts'

/** Where an object stands, which is all that a report needs of its manifest. */
export type PlaceOfObject = Pick<Manifest, 'uri' | 'document' | 'path'>

/** A report at its place in the text. Fixes are computed when they are first read. */
export function locateReport(
  check: CheckReport,
  manifest: PlaceOfObject,
  positionsOf: (uri: string) => Positions
): Finding {
  const { report } = check
  const range =
    report.range?.(manifest) ??
    manifest.document.rangeOf([...manifest.path, ...report.at], report.part ?? 'key')
  const why = report.why ?? check.why
  const todo = report.todo ?? check.todo
  let fixes: readonly Fix[] | undefined
  return {
    uri: manifest.uri,
    document: manifest.document.index,
    rule: check.rule,
    severity: report.severity ?? check.severity,
    message: [report.message, why, todo].filter(part => part !== '').join(' '),
    what: report.message,
    why,
    todo,
    path: formatFieldPath([...manifest.path, ...report.at]),
    range,
    position: positionsOf(manifest.uri).rangeAt(range),
    get fixes() {
      fixes ??= fixesOf(report, manifest)
      return fixes
    },
    related: (report.related ?? []).map(related => {
      const other = related.manifest ?? manifest
      const range = other.document.rangeOf([...other.path, ...related.at])
      const position = positionsOf(other.uri).rangeAt(range)
      return { uri: other.uri, range, position, message: related.message }
    }),
    page: rulePage(check.rule)
  }
}

/** A finding about a stretch of text that belongs to no field. */
export function locateText(
  check: Omit<CheckReport, 'report'> & {
    readonly message: string
    readonly fixes?: readonly Fix[]
  },
  place: { readonly uri: string; readonly document: number; readonly range: OffsetRange },
  positions: Positions
): Finding {
  return {
    uri: place.uri,
    document: place.document,
    rule: check.rule,
    severity: check.severity,
    message: [check.message, check.why, check.todo].filter(part => part !== '').join(' '),
    what: check.message,
    why: check.why,
    todo: check.todo,
    path: '',
    range: place.range,
    position: positions.rangeAt(place.range),
    fixes: check.fixes ?? [],
    related: [],
    page: rulePage(check.rule)
  }
}

function fixesOf(report: Report, manifest: PlaceOfObject): readonly Fix[] {
  const editor = new ManifestEditor(manifest.document, manifest.path)
  return (report.fixes ?? []).map(plan => fixOf(plan, editor, manifest.uri))
}

function fixOf(plan: FixPlan, editor: ManifestEditor, uri: string): Fix {
  return {
    title: plan.title,
    safe: plan.safe,
    preferred: plan.preferred ?? false,
    edits: [{ uri, edits: plan.change(editor) }]
  }
}
