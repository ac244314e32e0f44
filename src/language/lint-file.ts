import { valueAt } from '../base/json.ts'
import type { Rule } from '../rules/define-rule.ts'
import type { Report } from '../rules/report.ts'
import type { WorkspaceView } from '../rules/workspace-view.ts'
import type { YamlProblem } from '../yaml/yaml-file.ts'
import { withoutSuppressed } from './apply-suppressions.ts'
import type { CheckReport } from './check-report.ts'
import { isConfigPath } from './config/lint-config.ts'
import type { LintSettings } from './config/lint-settings.ts'
import { readConfig } from './config/read-config.ts'
import type { FileState, LocatedObject } from './file-state.ts'
import type { FileFindings, Finding } from './finding.ts'
import { locateReport, locateText } from './located-finding.ts'
import type { Positions } from './positions.ts'
import { schemaChecks, type SchemaCheckId } from './schema-checks.ts'
import { isFilledInLater } from './placeholder.ts'
import { withSeverity } from './with-severity.ts'

export interface LintOptions {
  readonly rules: readonly Rule[]
  readonly workspace: WorkspaceView
  readonly settings: LintSettings
  readonly positionsOf: (uri: string) => Positions
  readonly onRuleFailure: ((rule: string, cause: unknown) => void) | undefined
}

/** Everything there is to say about one file, in the order of its text. */
export function lintFile(state: FileState, options: LintOptions): FileFindings {
  if (options.settings.ignored) return { uri: state.uri, documents: 0, findings: [] }
  if (isConfigPath(state.uri)) return configFindings(state, options.rules)
  const findings: Finding[] = []
  for (const problem of state.parsed.problems) findings.push(textFinding(state, 0, problem))
  for (const { document, objects, broken, untyped } of state.documents) {
    // YAML that is no manifest is none of our business; a broken manifest is.
    if (document.problems.length > 0 && looksLikeManifest(document.text))
      for (const problem of document.problems)
        findings.push(textFinding(state, document.index, problem))
    if (untyped)
      findings.push(
        locateReport(untyped, { uri: state.uri, document, path: [] }, options.positionsOf)
      )
    if (broken) continue
    for (const object of objects)
      for (const report of reportsOn(object, options))
        findings.push(locateReport(report, object.manifest, options.positionsOf))
  }
  const asked = { rules: options.rules, optIns: options.settings.optIns }
  return {
    uri: state.uri,
    documents: state.parsed.documents.filter(document => document.value !== undefined).length,
    findings: asWanted(withoutSuppressed(state, findings, asked), options.settings).sort(byPlace)
  }
}

/** The findings with the severities that the settings want. */
function asWanted(findings: Finding[], { severities }: LintSettings): Finding[] {
  if (severities.size === 0) return findings
  return findings.flatMap(finding => {
    const severity = severities.get(finding.rule) ?? finding.severity
    return severity === 'off' ? [] : [withSeverity(finding, severity)]
  })
}

function configFindings(state: FileState, rules: readonly Rule[]): FileFindings {
  const { id, severity, why, todo } = schemaChecks['config/invalid']
  const checks = [...rules, ...Object.values(schemaChecks)]
  const findings = readConfig(state.text, checks).problems.map(({ message, range }) =>
    locateText(
      { rule: id, severity, why, todo, message },
      { uri: state.uri, document: 0, range },
      state.positions
    )
  )
  return { uri: state.uri, documents: 1, findings: findings.sort(byPlace) }
}

function reportsOn(located: LocatedObject, options: LintOptions): readonly CheckReport[] {
  const { analysed } = located
  const rules = rulesFor(options.rules, analysed.key)
  const { kubernetesMinor, optIns } = options.settings
  if (analysed.ruleReports?.kubernetesMinor !== kubernetesMinor)
    analysed.ruleReports = {
      kubernetesMinor,
      reports: rules
        .filter(rule => rule.scope === 'manifest' && rule.optIn !== true)
        .flatMap(rule => run(rule, located, options))
    }
  const found = [
    ...analysed.ruleReports.reports,
    ...rules
      .filter(rule => (rule.optIn === true ? optIns.has(rule.id) : rule.scope === 'workspace'))
      .flatMap(rule => run(rule, located, options))
  ]
  const unread = analysed.schemaReports.filter(({ rule }) => unreadable.has(rule))
  const ruleReports =
    unread.length === 0 ? found : found.filter(report => !reliesOn(report, unread))
  const all = [...analysed.schemaReports, ...ruleReports]
  return ruleReports.some(report => report.supersedes)
    ? all.filter(report => !ruleReports.some(other => supersedes(other, report)))
    : all
}

/** Faults that hide what was meant, so that a rule can't know it either. */
const unreadable: ReadonlySet<string> = new Set<SchemaCheckId>([
  'schema/unknown-field',
  'schema/wrong-type',
  'schema/unsupported-value'
])

/** Whether a rule speaks of a part in which something could not be read; that is told first. */
function reliesOn({ report, supersedes: replaced }: CheckReport, unread: readonly CheckReport[]) {
  const { at } = report
  const part = typeof at.at(-1) === 'number' ? at.slice(0, -1) : at
  return unread.some(
    other =>
      replaced?.includes(other.rule) !== true &&
      part.every((step, i) => step === other.report.at[i])
  )
}

function supersedes(stronger: CheckReport, weaker: CheckReport): boolean {
  return (
    stronger.supersedes?.includes(weaker.rule) === true &&
    stronger.report.at.length === weaker.report.at.length &&
    stronger.report.at.every((step, i) => weaker.report.at[i] === step)
  )
}

/** One rule on one object. A rule that throws is a mistake in the rule and keeps no other from running. */
function run(rule: Rule, { manifest }: LocatedObject, options: LintOptions): CheckReport[] {
  const reports: Report[] = []
  try {
    rule.check({
      manifest,
      workspace: options.workspace,
      kubernetesMinor: options.settings.kubernetesMinor,
      report: report => {
        // Of a value that a tool puts in nothing is known yet.
        if (!isFilledInLater(valueAt(manifest.object, report.at))) reports.push(report)
      }
    })
  } catch (cause) {
    options.onRuleFailure?.(rule.id, cause)
    const failed = schemaChecks['internal/rule-failed']
    return [
      {
        rule: failed.id,
        severity: failed.severity,
        why: failed.why,
        todo: failed.todo,
        report: { at: ['kind'], part: 'value', message: `The check ${rule.id} failed here.` }
      }
    ]
  }
  return reports.map(report => ({
    rule: rule.id,
    severity: rule.severity,
    why: rule.why,
    todo: rule.todo,
    report,
    ...(rule.supersedes && { supersedes: rule.supersedes })
  }))
}

const byType = new WeakMap<readonly Rule[], Map<string, readonly Rule[]>>()

function rulesFor(rules: readonly Rule[], key: string): readonly Rule[] {
  let known = byType.get(rules)
  if (!known) {
    known = new Map<string, readonly Rule[]>()
    byType.set(rules, known)
  }
  let own = known.get(key)
  if (!own)
    known.set(
      key,
      (own = rules.filter(({ appliesTo }) => appliesTo.includes(key) || appliesTo.includes('*')))
    )
  return own
}

function textFinding(state: FileState, document: number, problem: YamlProblem): Finding {
  const id = `yaml/${problem.code}`
  const check = isSchemaCheck(id) ? schemaChecks[id] : schemaChecks['yaml/syntax']
  return locateText(
    {
      rule: check.id,
      severity: check.severity,
      why: '',
      todo: '',
      message: problem.message
    },
    { uri: state.uri, document, range: problem.range },
    state.positions
  )
}

/** YAML of other programs has such fields further in, in text or in schemas, but not at the top. */
function looksLikeManifest(text: string): boolean {
  if (/^\uFEFF?\s*\{/.test(text)) return /[{,]\s*["']?apiVersion["']?\s*:/.test(text)
  const keys = /^(?:\uFEFF|---[ \t]+)?["']?(apiVersion|kind|metadata)["']?[ \t]*:/gm
  const found = new Set(Array.from(text.matchAll(keys), match => match[1]))
  return found.has('apiVersion') || (found.has('kind') && found.has('metadata'))
}

function isSchemaCheck(id: string): id is SchemaCheckId {
  return Object.hasOwn(schemaChecks, id)
}

function byPlace(a: Finding, b: Finding): number {
  return a.range.start - b.range.start || a.range.end - b.range.end || a.rule.localeCompare(b.rule)
}
