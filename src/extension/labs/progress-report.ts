import { verdictLooks } from '../../labs/verdict.ts'
import type { Lab } from '../../labs/lab.ts'
import type { StepRecord } from './progress-store.ts'

export interface ProgressSource {
  of(lab: string, step: string): StepRecord | undefined
  isSkipped(lab: string, step: string): boolean
}

/** Progress over all labs as a page: a table of the labs, and for each one that was begun its steps. */
export function progressMarkdown(
  labs: readonly Lab[],
  progress: ProgressSource,
  timeOf: (at: number) => string
): string {
  const begun = labs.filter(lab =>
    lab.steps.some(({ id }) => progress.of(lab.id, id) ?? progress.isSkipped(lab.id, id))
  )
  const all = labs.flatMap(lab => lab.steps.map(({ id }) => progress.of(lab.id, id)))
  const done = all.filter(record => record?.done).length
  return [
    '# Progress',
    '',
    `${done} of ${all.length} steps in ${labs.length} labs are done.`,
    '',
    '| lab | level | minutes | done |',
    '| --- | --- | --- | --- |',
    ...labs.map(lab => {
      const steps = lab.steps.filter(({ id }) => progress.of(lab.id, id)?.done).length
      return `| ${cell(lab.title)} | ${lab.level} | ${lab.minutes} | ${steps} of ${lab.steps.length} |`
    }),
    '',
    ...begun.flatMap(lab => labSection(lab, progress, timeOf))
  ].join('\n')
}

function labSection(
  lab: Lab,
  progress: ProgressSource,
  timeOf: (at: number) => string
): readonly string[] {
  return [
    `## ${lab.title}`,
    '',
    '| step | verdict | seen | where | when |',
    '| --- | --- | --- | --- | --- |',
    ...lab.steps.map(({ id, title, backlog }) => {
      const record = progress.of(lab.id, id)
      const name = cell([backlog?.[0], title].filter(part => part !== undefined).join(' '))
      if (!record)
        return `| ${name} | ${progress.isSkipped(lab.id, id) ? 'Skipped' : 'Open'} | | | |`
      const where = record.simulated ? `${record.context} (simulated)` : record.context
      return `| ${name} | ${verdictLooks[record.verdict].word} | ${cell(seenOf(record))} | ${where} | ${timeOf(record.at)} |`
    }),
    ''
  ]
}

/** What was seen; where something is missing, with how to get it, so that the page alone is enough. */
function seenOf({ verdict, sentence, checks }: StepRecord): string {
  if (verdict !== 'blocked' && verdict !== 'not-here') return sentence
  const next = checks.find(check => check.verdict === verdict)?.next
  return next === undefined ? sentence : `${sentence} ${next}`
}

/** The same as data, with the evidence of every step. Times are written as RFC 3339 says. */
export function progressJson(labs: readonly Lab[], progress: ProgressSource): unknown {
  return {
    version: 1,
    labs: labs.map(lab => ({
      id: lab.id,
      title: lab.title,
      steps: lab.steps.map(({ id, title }) => {
        const record = progress.of(lab.id, id)
        return {
          id,
          title,
          done: record?.done === true,
          skipped: progress.isSkipped(lab.id, id),
          ...(record && {
            verdict: record.verdict,
            sentence: record.sentence,
            context: record.context,
            simulated: record.simulated,
            at: new Date(record.at).toISOString(),
            checks: record.checks,
            evidence: record.evidence ?? null
          })
        }
      })
    }))
  }
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
