import { evidenceJson } from '../labs/evidence-report.ts'
import type { Lab } from '../labs/lab.ts'
import type { CheckResult, StepResult } from '../labs/step-result.ts'
import { verdictLooks } from '../labs/verdict.ts'

export type LabFormat = 'text' | 'json' | 'junit'

export function isLabFormat(text: string): text is LabFormat {
  return text === 'text' || text === 'json' || text === 'junit'
}

export function formatLabRun(format: LabFormat, lab: Lab, results: readonly StepResult[]): string {
  switch (format) {
    case 'text':
      return results.map(result => textOf(lab, result)).join('\n')
    case 'json': {
      const passed = results.length > 0 && results.every(({ verdict }) => verdict === 'pass')
      const run = { version: 1, lab: lab.id, passed, steps: results.map(evidenceJson) }
      return `${JSON.stringify(run, null, 2)}\n`
    }
    case 'junit':
      return junitOf(lab, results)
  }
}

function textOf(lab: Lab, { step: id, verdict, simulated, context, checks }: StepResult): string {
  const step = lab.steps.find(one => one.id === id)
  const number = step?.backlog?.[0]
  const title = `${number === undefined ? '' : `${number} `}${step?.title ?? id}`
  const where = simulated ? 'simulated' : context
  const lines = checks.flatMap(check => [
    `  ${verdictLooks[check.verdict].word}: ${check.title}`,
    `    ${check.sentence}`,
    ...(check.next === undefined ? [] : [`    Next: ${check.next}`])
  ])
  return `${[`${title}: ${verdictLooks[verdict].word} (${where})`, ...lines].join('\n')}\n`
}

/** One test case for each check. What was not proven is a failure, or an error when nothing is known. */
function junitOf(lab: Lab, results: readonly StepResult[]): string {
  const all = results.flatMap(result => result.checks)
  const count = (isOne: (check: CheckResult) => boolean): number => all.filter(isOne).length
  const failures = count(({ verdict }) => verdict === 'fail')
  const errors = count(({ verdict }) => verdict !== 'fail' && verdict !== 'pass')
  const cases = results.flatMap(({ step, simulated, checks }) =>
    checks.map(check => testCase(`${lab.id}.${step}`, check, simulated))
  )
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${all.length}" failures="${failures}" errors="${errors}">`,
    `  <testsuite name="${escaped(lab.id)}" tests="${all.length}" failures="${failures}" errors="${errors}">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    ''
  ].join('\n')
}

function testCase(
  suite: string,
  { title, verdict, sentence, next, evidence }: CheckResult,
  simulated: boolean
): string {
  const [first] = evidence
  const end = evidence.at(-1)
  const seconds = first && end ? (end.at + end.took - first.at) / 1000 : 0
  const name = `${title}${simulated ? ' (simulated)' : ''}`
  const open = `    <testcase classname="${escaped(suite)}" name="${escaped(name)}" time="${Math.max(0, seconds).toFixed(3)}"`
  if (verdict === 'pass') return `${open}/>`
  const element = verdict === 'fail' ? 'failure' : 'error'
  const text = [sentence, next].filter(Boolean).join(' ')
  return `${open}><${element} type="${verdict}" message="${escaped(text)}"/></testcase>`
}

/** What a program in a container says may hold characters that XML has no way to write; they go. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>"\t\n\r]/g, char => entities[char] ?? `&#${char.charCodeAt(0)};`)
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;'
}
