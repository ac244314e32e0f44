import { valueAt } from '../base/json.ts'
import type { CheckMeta, Rule } from '../rules/define-rule.ts'
import type { Report } from '../rules/report.ts'
import type { WorkspaceView } from '../rules/workspace-view.ts'
import type { YamlProblem } from '../yaml/yaml-file.ts'
import { withoutSuppressed } from './apply-suppressions.ts'
import type { CheckReport } from './check-report.ts'
import { isConfigPath } from './config/lint-config.ts'
import type { LintSettings } from './config/lint-settings.ts'
import { readConfig } from './config/read-config.ts'
import type { FileState, LocatedObject } from './file-state.ts'
import type { FileFindings, Finding, Fix } from './finding.ts'
import { locateReport, locateText } from './located-finding.ts'
import type { Positions } from './positions.ts'
import { schemaChecks, type SchemaCheckId } from './schema-checks.ts'
import { isFilledInLater } from './placeholder.ts'
import { inTemplate, templateRules } from './template-findings.ts'
import type { IndentFault } from './template-indent.ts'
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
  for (const fault of state.indentFaults) findings.push(indentFinding(state, fault))
  if (state.template.length > 0) {
    const ofTemplate = { ...options, rules: templateRules(options.rules) }
    for (const { objects } of state.template)
      for (const object of objects)
        for (const report of reportsOn(object, ofTemplate))
          findings.push(
            inTemplate(locateReport(report, object.manifest, options.positionsOf), state)
          )
  }
  const asked = { rules: options.rules, optIns: options.settings.optIns }
  return {
    uri: state.uri,
    documents:
      state.parsed.documents.filter(document => document.value !== undefined).length +
      state.template.length,
    findings: asWanted(withoutSuppressed(state, findings, asked), options.settings).sort(byPlace)
  }
}

function indentFinding(state: FileState, { message, range, meant }: IndentFault): Finding {
  const { id, severity, why, todo } = schemaChecks['helm/indentation']
  const fixes: readonly Fix[] =
    meant === undefined
      ? []
      : [
          {
            title: `Write \`${meant}\``,
            safe: false,
            preferred: true,
            edits: [{ uri: state.uri, edits: [{ range, newText: meant }] }]
          }
        ]
  return locateText(
    { rule: id, severity, why, todo, message, fixes },
    { uri: state.uri, document: 0, range },
    state.positions
  )
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
      reports: reportsOf(rules.ofManifest, located, options)
    }
  const wanted = optIns.size === 0 ? [] : rules.optIn.filter(({ id }) => optIns.has(id))
  const found = analysed.ruleReports.reports.concat(
    reportsOf(rules.ofWorkspace, located, options),
    reportsOf(wanted, located, options)
  )
  if (found.length === 0) return analysed.schemaReports
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

/** What rules say of one object. A rule that throws is a mistake in the rule and keeps no other from running. */
function reportsOf(
  rules: readonly Rule[],
  { manifest }: LocatedObject,
  { workspace, settings, onRuleFailure }: LintOptions
): CheckReport[] {
  const found: CheckReport[] = []
  if (rules.length === 0) return found
  let rule: Rule | undefined
  const context = {
    manifest,
    workspace,
    kubernetesMinor: settings.kubernetesMinor,
    report: (report: Report): void => {
      // Of a value that a tool puts in nothing is known yet.
      if (rule && !isFilledInLater(valueAt(manifest.object, report.at)))
        found.push(checkReport(rule, report))
    }
  }
  // Counted, because most of the time goes round here, and an iterator makes an object for each rule.
  const { length } = rules
  for (let i = 0; i < length; i++) {
    rule = rules[i]
    if (!rule) continue
    const before = found.length
    try {
      rule.check(context)
    } catch (cause) {
      onRuleFailure?.(rule.id, cause)
      found.length = before
      found.push(
        checkReport(schemaChecks['internal/rule-failed'], {
          at: ['kind'],
          part: 'value',
          message: `The check ${rule.id} failed here.`
        })
      )
    }
  }
  return found
}

function checkReport(check: CheckMeta & Pick<Rule, 'supersedes'>, report: Report): CheckReport {
  const { id, severity, why, todo, supersedes } = check
  return { rule: id, severity, why, todo, report, ...(supersedes && { supersedes }) }
}

/** The rules for one type of object, by what they have to see. */
interface OwnRules {
  /** The object alone, so that what they say holds until its text changes. */
  readonly ofManifest: readonly Rule[]
  /** Other objects, too. */
  readonly ofWorkspace: readonly Rule[]
  readonly optIn: readonly Rule[]
}

const byType = new WeakMap<readonly Rule[], Map<string, OwnRules>>()

function rulesFor(rules: readonly Rule[], key: string): OwnRules {
  let known = byType.get(rules)
  if (!known) {
    known = new Map<string, OwnRules>()
    byType.set(rules, known)
  }
  let own = known.get(key)
  if (!own) {
    const all = rules.filter(({ appliesTo }) => appliesTo.includes(key) || appliesTo.includes('*'))
    const usual = all.filter(({ optIn }) => optIn !== true)
    own = {
      ofManifest: usual.filter(({ scope }) => scope === 'manifest'),
      ofWorkspace: usual.filter(({ scope }) => scope === 'workspace'),
      optIn: all.filter(({ optIn }) => optIn === true)
    }
    known.set(key, own)
  }
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
