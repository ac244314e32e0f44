import { stepLabel, type Lab } from './lab.ts'
import type { LabStep } from './lab-definition.generated.ts'
import type { CheckResult, Probe, StepResult } from './step-result.ts'
import { verdictLooks } from './verdict.ts'

/** The evidence of one verification as a page: what was asked, in which order, and what came back. */
export function evidenceMarkdown(lab: Lab, step: LabStep, result: StepResult): string {
  const { verdict, sentence, simulated, context, startedAt, finishedAt, checks } = result
  const seconds = ((finishedAt - startedAt) / 1000).toFixed(1)
  return [
    `# ${verdictLooks[verdict].word}${simulated ? ' (simulated)' : ''}: ${stepLabel(step)}`,
    '',
    sentence,
    '',
    simulated
      ? 'The practice cluster computed these answers from its objects; no packet was sent.'
      : `Observed in the cluster of the context \`${context}\`.`,
    '',
    `${lab.title} · ${step.title} · ${timeOf(startedAt)} · ${seconds} s`,
    '',
    ...checks.flatMap(checkSection)
  ].join('\n')
}

function checkSection(check: CheckResult): string[] {
  const { title, verdict, sentence, next, claims, evidence } = check
  return [
    `## ${verdictLooks[verdict].word}: ${title}`,
    '',
    sentence,
    '',
    ...(next === undefined ? [] : [`**Next:** ${next}`, '']),
    ...(evidence.length === 0 ? [] : [...tableHead, ...evidence.map(probeRow), '']),
    ...(verdict === 'pass' ? [`This covers: ${claims}`, ''] : [])
  ]
}

const tableHead = [
  '| | from | to | asked | answer | at | took |',
  '| --- | --- | --- | --- | --- | --- | --- |'
]

function probeRow({ role, from, to, what, result, at, took }: Probe): string {
  const cells = [role, from, to, `\`${what}\``, result, timeOf(at), `${Math.round(took)} ms`]
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')).join(' | ')} |`
}

/** The same as data. Times are written as RFC 3339 says. */
export function evidenceJson(result: StepResult): unknown {
  return {
    version: 1,
    ...result,
    startedAt: timeOf(result.startedAt),
    finishedAt: timeOf(result.finishedAt),
    checks: result.checks.map(check => ({
      ...check,
      evidence: check.evidence.map(probe => ({ ...probe, at: timeOf(probe.at) }))
    })),
    baselines: result.baselines.map(({ check, cluster, at }) => ({
      check,
      cluster,
      at: timeOf(at)
    }))
  }
}

function timeOf(at: number): string {
  return new Date(at).toISOString()
}
