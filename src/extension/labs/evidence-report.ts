import { verdictLooks } from '../../labs/verdict.ts'
import type { CheckResult, Probe, StepResult } from '../../labs/step-result.ts'
import type { Lab } from '../../labs/lab.ts'

/** The evidence of a verified step as a page: what was asked, in which order, and what came back. */
export function evidenceReport(lab: Lab, stepTitle: string, result: StepResult): string {
  const { verdict, sentence, simulated, context, startedAt, finishedAt, checks } = result
  const seconds = ((finishedAt - startedAt) / 1000).toFixed(1)
  return [
    `# ${verdictLooks[verdict].word}: ${stepTitle}`,
    '',
    sentence,
    '',
    simulated
      ? `> **Simulated.** The practice cluster computed these answers; no packet was sent.`
      : `> Observed in the cluster of the context \`${context}\`.`,
    '',
    `${lab.title} · ${new Date(startedAt).toLocaleString()} · ${seconds} s`,
    '',
    ...checks.flatMap(checkSection)
  ].join('\n')
}

function checkSection({ title, verdict, sentence, next, claims, evidence }: CheckResult): string[] {
  return [
    `## ${verdictLooks[verdict].word}: ${title}`,
    '',
    sentence,
    '',
    ...(next === undefined ? [] : [`**Next:** ${next}`, '']),
    ...(evidence.length === 0
      ? []
      : [
          '| | from | to | asked | answer | at | took |',
          '|---|---|---|---|---|---|---|',
          ...evidence.map(probeRow),
          ''
        ]),
    ...(verdict === 'pass' ? [`*${claims}*`, ''] : [])
  ]
}

function probeRow({ role, from, to, what, result, at, took }: Probe): string {
  const time = new Date(at).toLocaleTimeString()
  const cells = [role, from, to, `\`${what}\``, result, time, `${Math.round(took)} ms`]
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`
}
