import { decidingText } from '../labs/deciding-field.ts'
import { evidenceJson, evidenceMarkdown } from '../labs/evidence-report.ts'
import { findStep, type Lab } from '../labs/lab.ts'
import { reversalSentence } from '../labs/reverse.ts'
import type { CheckResult, Reversal, StepResult } from '../labs/step-result.ts'
import { verdictLooks } from '../labs/verdict.ts'

const formats = ['text', 'json', 'junit', 'md'] as const
export type LabFormat = (typeof formats)[number]

export function isLabFormat(text: string): text is LabFormat {
  return formats.some(one => one === text)
}

/** What became of the steps of one lab. */
export interface PlayedSteps {
  readonly lab: Lab
  readonly results: readonly StepResult[]
}

export function passed({ results }: PlayedSteps): boolean {
  return results.length > 0 && results.every(isPassed)
}

/** A proof that stays without its cause is none. */
function isPassed({ verdict, reversal }: StepResult): boolean {
  return verdict === 'pass' && reversal?.problem === undefined
}

export function formatLabRuns(format: LabFormat, played: readonly PlayedSteps[]): string {
  switch (format) {
    case 'text':
      return played
        .flatMap(({ lab, results }) => [
          ...(played.length > 1 ? [`# ${lab.title}\n`] : []),
          ...results.map(result => textOf(lab, result))
        ])
        .join('\n')
    case 'json':
      return `${JSON.stringify(jsonOf(played), null, 2)}\n`
    case 'junit':
      return junitOf(played)
    case 'md':
      return played
        .flatMap(({ lab, results }) =>
          results.flatMap(result => {
            const step = findStep(lab, result.step)
            return step ? [evidenceMarkdown(lab, step, result)] : []
          })
        )
        .join('\n')
  }
}

/** One lab is told as it always was; several are a list. */
function jsonOf(played: readonly PlayedSteps[]): unknown {
  const [first, ...more] = played.map(one => ({
    version: 1,
    lab: one.lab.id,
    passed: passed(one),
    steps: one.results.map(evidenceJson)
  }))
  if (first && more.length === 0) return first
  return { version: 1, passed: played.every(passed), labs: [first, ...more] }
}

function textOf(
  lab: Lab,
  { step: id, verdict, simulated, context, checks, reversal }: StepResult
): string {
  const step = lab.steps.find(one => one.id === id)
  const number = step?.backlog?.[0]
  const title = `${number === undefined ? '' : `${number} `}${step?.title ?? id}`
  const where = simulated ? 'simulated' : context
  const lines = checks.flatMap((check, i) => [
    `  ${verdictLooks[check.verdict].word}: ${check.title}`,
    ...(isSaidAlready(check, checks[i - 1]) ? [] : reasonsOf(check))
  ])
  const turned = reversal ? [`  ${sentenceOf(reversal)}`] : []
  return `${[`${title}: ${verdictLooks[verdict].word} (${where})`, ...lines, ...turned].join('\n')}\n`
}

/** Whether the check before lacks the same, so that what to do about it stands there. */
function isSaidAlready({ verdict, sentence, next }: CheckResult, before?: CheckResult): boolean {
  return (
    (verdict === 'blocked' || verdict === 'not-here') &&
    before?.sentence === sentence &&
    before.next === next
  )
}

function reasonsOf(check: CheckResult): readonly string[] {
  return [
    `    ${check.sentence}`,
    ...(check.decidedBy ?? []).map(
      field =>
        `    Decided by: ${decidingText(field)}${field.file === undefined ? '' : ` (${field.file}:${field.line ?? 1})`}`
    ),
    ...(check.packets?.file === undefined ? [] : [`    Captured in: ${check.packets.file}`]),
    ...(check.next === undefined ? [] : nextLines(check.next))
  ]
}

/** Commands at the end stand on lines of their own, where they can be copied. */
function nextLines(next: string): readonly string[] {
  const commands = /(?: `[^`]+`)+$/.exec(next)?.[0] ?? ''
  const lines = [...commands.matchAll(/`([^`]+)`/g)].map(([, command]) => `      ${command ?? ''}`)
  return [`    Next: ${next.slice(0, next.length - commands.length)}`, ...lines]
}

/** One test case for each check. What was not proven is a failure, or an error when nothing is known. */
function junitOf(played: readonly PlayedSteps[]): string {
  const numbers = (results: readonly StepResult[]): string => {
    const all = results.flatMap(casesOf)
    const failures = all.filter(({ verdict }) => verdict === 'fail').length
    const passes = all.filter(({ verdict }) => verdict === 'pass').length
    return `tests="${all.length}" failures="${failures}" errors="${all.length - failures - passes}"`
  }
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${numbers(played.flatMap(({ results }) => results))}>`,
    ...played.flatMap(({ lab, results }) => [
      `  <testsuite name="${escaped(lab.id)}" ${numbers(results)}>`,
      ...results.flatMap(result =>
        casesOf(result).map(one => testCase(`${lab.id}.${result.step}`, one, result.simulated))
      ),
      '  </testsuite>'
    ]),
    '</testsuites>',
    ''
  ].join('\n')
}

type TestCase = Pick<CheckResult, 'title' | 'verdict' | 'sentence' | 'next' | 'evidence'>

/** The checks of a step, and whether its proof fell with its cause where that was tried. */
function casesOf({ checks, reversal }: StepResult): readonly TestCase[] {
  if (!reversal || reversal.notReversed !== undefined) return checks
  const sentence = sentenceOf(reversal)
  const verdict = reversal.problem === undefined ? 'pass' : 'fail'
  return [...checks, { title: 'The proof falls and comes again', verdict, sentence, evidence: [] }]
}

function sentenceOf(reversal: Reversal): string {
  return reversalSentence(reversal, one => verdictLooks[one].word)
}

function testCase(
  suite: string,
  { title, verdict, sentence, next, evidence }: TestCase,
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
