import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { fixFile, safeFixOf } from '../../src/language/apply-fixes.ts'
import { lintSettings, type LintSettings } from '../../src/language/config/lint-settings.ts'
import type { Finding, Fix } from '../../src/language/finding.ts'
import { isAtLeast } from '../../src/rules/severity.ts'
import { serviceOver } from './service.ts'

const uri = 'fixture.yaml'

/** The marks of a fixture, `line rule-id`, in the order of the text: `#! rule-id` at the end of a line. */
export function marksIn(text: string): string[] {
  return text.split('\n').flatMap((line, i) => {
    const marks = /#! (.*)$/.exec(line)?.[1]?.trim().split(/\s+/) ?? []
    return marks.sort().map(rule => `${i + 1} ${rule}`)
  })
}

/**
 * Lints one fixture with every rule and compares the findings with its own marks, line by line. Then:
 * the safe fixes give `<name>.fixed.yaml`, the preferred ones `<name>.preferred.yaml`, where there is such
 * a file, and after either no such fix is left. `optIns` are rules that are off by default. A fixture that
 * begins with `# kubernetes: 1.20` is for that version.
 */
export function checkFixture(file: string, optIns?: ReadonlySet<string>): void {
  const text = readFileSync(file, 'utf8')
  const findings = serviceOver({ [uri]: text }).lint(uri, settingsOf(text, optIns)).findings
  const actual = findings.map(({ position, rule }) => `${position.start.line + 1} ${rule}`)
  assert.deepEqual(actual.sort(byLine), marksIn(text).sort(byLine), readable(findings))

  compareFixed(text, file.replace(/\.yaml$/, '.fixed.yaml'), safeFixOf)
  const preferred = compareFixed(text, file.replace(/\.yaml$/, '.preferred.yaml'), preferredFixOf)
  if (preferred)
    assert.deepEqual(
      preferred
        .filter(finding => isAtLeast(finding.severity, 'info'))
        .map(({ message }) => message),
      [],
      'after the preferred fixes something is left'
    )
}

function settingsOf(text: string, optIns: ReadonlySet<string> = new Set()): LintSettings {
  const minor = /^# kubernetes: 1\.(\d+)$/m.exec(text)?.[1]
  return lintSettings({ optIns, ...(minor !== undefined && { kubernetesMinor: Number(minor) }) })
}

export function preferredFixOf(finding: Finding): Fix | undefined {
  return finding.fixes.find(fix => fix.preferred)
}

/** The findings that are left, when there is a file to compare with. */
function compareFixed(
  text: string,
  expectedFile: string,
  choose: (finding: Finding) => Fix | undefined
): readonly Finding[] | undefined {
  const service = serviceOver({ [uri]: text })
  const settings = settingsOf(text)
  const fixed = fixFile(service, uri, text, choose, settings)
  const left = service.lint(uri, settings).findings
  assert.deepEqual(
    left.filter(finding => choose(finding)).map(({ message }) => message),
    [],
    'a fix does not mend its finding'
  )
  if (!existsSync(expectedFile)) return undefined
  assert.equal(withoutMarks(fixed.text), withoutMarks(readFileSync(expectedFile, 'utf8')))
  return left
}

/** Marks stay in the text that is fixed, or go with the line they stand at. */
function withoutMarks(text: string): string {
  return text.replaceAll(/ *#! .*$/gm, '')
}

function byLine(a: string, b: string): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1)
}

function readable(findings: readonly Finding[]): string {
  const lines = findings.map(
    ({ position, rule, message }) => `  ${position.start.line + 1} ${rule}: ${message}`
  )
  return `found:\n${lines.join('\n')}`
}
