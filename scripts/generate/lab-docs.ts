/** Pages about the labs: which line of the learning plan is taught where, and what has been proven where. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { LabStep } from '../../src/labs/lab-definition.generated.ts'
import type { Lab } from '../../src/labs/lab.ts'
import { planLines, type PlanItem } from '../../src/labs/learning-plan.ts'
import { markdownTable } from './markdown-table.ts'
import { unprovenSection } from './unproven-checks.ts'
import { productLabs } from './walkthroughs.ts'

const root = path.dirname(path.dirname(import.meta.dirname))

export function generateLabDocs(): Map<string, string> {
  const labs = productLabs()
  return new Map([
    ['docs/coverage.md', coveragePage(labs)],
    ['docs/labs.md', labsPage(labs)]
  ])
}

function readPlan(): readonly PlanItem[] {
  return JSON.parse(readFileSync(path.join(root, 'docs/learning-plan.json'), 'utf8')) as PlanItem[]
}

function coveragePage(labs: readonly Lab[]): string {
  const plan = readPlan()
  const lines = plan.flatMap(planLines)
  const covered = lines.filter(({ id }) => placesOf(labs, id).length > 0).length
  const sections = plan.map(item => {
    const rows = planLines(item).map(({ id, text }) => {
      const places = placesOf(labs, id)
      return [
        id,
        text,
        places.length === 0 ? 'not yet' : places.map(placeText).join('<br>'),
        places.flatMap(({ step }) => step.checks.map(one => `\`${one.id}\``)).join(', ')
      ]
    })
    return `## ${item.item}: ${item.title}\n\n${markdownTable(['line', 'what', 'lab and step', 'checks'], rows)}\n`
  })
  return `# The learning plan and the labs

<!-- Written by npm run generate from docs/learning-plan.json and walkthroughs/. Do not edit. -->

Every line of the [learning plan](learning-plan.json), the lab and step that teaches it, and the checks that prove
that step. ${covered} of ${lines.length} lines have their place.

${sections.join('\n')}`
}

interface Place {
  readonly lab: Lab
  readonly step: LabStep
}

function placesOf(labs: readonly Lab[], line: string): readonly Place[] {
  return labs.flatMap(lab =>
    lab.steps.filter(({ covers = [] }) => covers.includes(line)).map(step => ({ lab, step }))
  )
}

function placeText({ lab, step }: Place): string {
  return `[${lab.title}](../walkthroughs/${lab.id}/${step.page}): ${step.title}`
}

/** What a run of a lab's solutions came to, as `npm run labs:record` has written it. */
interface Recorded {
  readonly checks: number
  readonly proven: number
  /** Checks that the cluster lacks something for. */
  readonly blocked: number
  readonly seconds: number
  readonly cluster: string
}

function labsPage(labs: readonly Lab[]): string {
  const rows = labs.map((lab, i) => {
    const [practice, real] = [recordedOf(lab, 'practice'), recordedOf(lab, 'real')]
    const checks = lab.steps.flatMap(step => step.checks)
    const wrong = lab.steps.flatMap(step => step.wrong ?? [])
    return [
      String(i + 1),
      `[${lab.title}](../walkthroughs/${lab.id}/lab.yaml)`,
      lab.group,
      lab.backlog.join(', '),
      String(lab.steps.length),
      String(checks.length),
      String(wrong.length),
      shown(practice),
      shown(real)
    ]
  })
  const head = [
    '',
    'lab',
    'group',
    'items',
    'steps',
    'checks',
    'wrong answers',
    'practice cluster',
    'real cluster'
  ]
  return `# The labs, and where their checks are proven

<!-- Written by npm run generate from walkthroughs/ and docs/lab-results/. Do not edit. -->

In the order in which they build up, which is that of the Labs view. Each lab with the numbers of its steps, checks and wrong answers, and how many of the checks its solutions have proven
on the practice cluster (simulated) and on a real one. "Needs more" are checks for which that cluster lacks something
that can be installed, or that cannot be seen there. \`npm run labs:record\` plays the labs and writes the figures.

${fullyCarried(labs)}

${markdownTable(head, rows)}

${unprovenSection()}
`
}

/** Labs of which a real cluster has proven all that it does not lack something for and that a person need not see. */
function fullyCarried(labs: readonly Lab[]): string {
  const seen = labs.flatMap(lab => {
    const real = recordedOf(lab, 'real')
    if (!real) return []
    const attested = lab.steps.flatMap(({ checks }) => checks).filter(isAttested).length
    const open = real.checks - real.proven - real.blocked
    return [{ isWhole: open <= attested, needsNoMore: real.blocked === 0, ...real }]
  })
  const whole = seen.filter(({ isWhole }) => isWhole)
  const sum = (key: 'checks' | 'proven'): number => seen.reduce((all, one) => all + one[key], 0)
  return `${seen.length} of ${labs.length} labs were played on a real cluster, which has proven ${sum('proven')} of ${sum('checks')} checks. ${whole.length} labs are carried
fully: all that is open is what only a person can see, or what needs a part that the cluster lacks. ${whole.filter(one => one.needsNoMore).length} of them
need no such part.`
}

function isAttested({ kind }: LabStep['checks'][number]): boolean {
  return kind === 'attest'
}

function recordedOf(lab: Lab, where: 'practice' | 'real'): Recorded | undefined {
  const file = path.join(root, 'docs/lab-results', `${lab.id}.${where}.json`)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Recorded) : undefined
}

function shown(recorded: Recorded | undefined): string {
  if (!recorded) return 'not played yet'
  const { checks, proven, blocked, seconds, cluster } = recorded
  const more = blocked === 0 ? '' : `, ${blocked} need more`
  const open = checks - proven - blocked === 0 ? '' : `, ${checks - proven - blocked} open`
  const took = cluster === 'practice' ? '' : ` in ${Math.round(seconds)} s on ${cluster}`
  return `${proven} of ${checks} proven${more}${open}${took}`
}
