import { decidingText, type DecidingField } from './deciding-field.ts'
import { codeOf, evidenceHead, headingOf, proseOf, tableOf } from './evidence-page.ts'
import { stepLabel, type Lab } from './lab.ts'
import type { LabStep } from './lab-definition.generated.ts'
import { reversalSentence } from './reverse.ts'
import { verdictLooks } from './verdict.ts'
import type { CheckResult, PacketSummary, Probe, StepResult } from './step-result.ts'

/** The evidence of one verification as a page: what was asked, in which order, and what came back. */
export function evidenceMarkdown(lab: Lab, step: LabStep, result: StepResult): string {
  const { verdict, sentence, simulated, context, startedAt, finishedAt, checks } = result
  return [
    ...evidenceHead({
      verdict,
      title: titleOf(step),
      sentence,
      simulated,
      context,
      of: [lab.title],
      startedAt,
      finishedAt
    }),
    ...checks.flatMap(check => checkSection(check, result)),
    ...(result.reversal
      ? [proseOf(reversalSentence(result.reversal, one => verdictLooks[one].word)), '']
      : [])
  ].join('\n')
}

function titleOf(step: LabStep): string {
  const label = stepLabel(step)
  return label === step.title ? label : `${label} ${step.title}`
}

function checkSection(check: CheckResult, { sentence, simulated }: StepResult): string[] {
  const { title, verdict, next, claims, evidence } = check
  return [
    `## ${headingOf(verdict, title, simulated)}`,
    '',
    // With a single check the page has said it already.
    ...(check.sentence === sentence ? [] : [proseOf(check.sentence), '']),
    ...(next === undefined ? [] : [`**Next:** ${proseOf(next)}`, '']),
    ...(check.stuck === undefined
      ? []
      : [`**It can no longer pass**, because ${proseOf(check.stuck)} Reset the step.`, '']),
    ...decidedLines(check.decidedBy ?? []),
    ...probeTable(evidence),
    ...(check.packets ? packetTable(check.packets) : []),
    ...(verdict === 'pass' ? [`**This covers:** ${proseOf(claims)}`, ''] : [])
  ]
}

function decidedLines(fields: readonly DecidingField[]): string[] {
  if (fields.length === 0) return []
  return [
    '**Decided by:**',
    '',
    ...fields.map(field => {
      const { file, line, uri } = field
      const place = file === undefined ? '' : `${file}:${line ?? 1}`
      const shown = uri === undefined ? codeOf(place) : `[${proseOf(place)}](${uri}#L${line ?? 1})`
      return `- ${proseOf(decidingText(field))}${place === '' ? '' : ` in ${shown}`}`
    }),
    ''
  ]
}

/** Who asked whom, and below it how to ask the same again. */
function probeTable(evidence: readonly Probe[]): string[] {
  if (evidence.length === 0) return []
  const commands = [...new Set(evidence.map(({ what }) => what))]
  return [
    ...tableOf(['what', 'from → to', 'result', 'time'], evidence.map(probeRow)),
    'Asked by:',
    '',
    '```sh',
    ...commands,
    '```',
    ''
  ]
}

function probeRow({ role, from, to, result, at }: Probe): string[] {
  const time = new Date(at).toLocaleTimeString()
  return [role, `${proseOf(from)} → ${codeOf(to)}`, proseOf(result), time]
}

/** Who sent how much to whom, and the first packets as tcpdump writes them. */
function packetTable({ count, flows, first, kept, dropped, file }: PacketSummary): string[] {
  return [
    `**Captured:** ${count} packets, ${kept} bytes of each${dropped === undefined ? '' : `; ${proseOf(dropped)}`}.`,
    '',
    ...(count === 0
      ? []
      : [
          ...tableOf(
            ['from → to', 'packets', 'bytes on the wire'],
            flows.map(flow => [
              codeOf(flow.line.replace(' > ', ' → ')),
              String(flow.packets),
              String(flow.bytes)
            ])
          ),
          '```text',
          ...first,
          ...(count > first.length ? [`… and ${count - first.length} more`] : []),
          '```',
          ''
        ]),
    ...(file === undefined
      ? []
      : [`The packets are in ${codeOf(file)}. They may hold what somebody has sent.`, ''])
  ]
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
