import { groups, type Lab } from '../../labs/lab.ts'
import { verdictLooks, type Verdict } from '../../labs/verdict.ts'
import type { TreeNode } from './tree-node.ts'

export interface LabFacts {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly group: Lab['group']
  readonly level: Lab['level']
  readonly minutes: number
  readonly topics: readonly string[]
  /** What the context lacks for it, such as `a LoadBalancer controller`. */
  readonly missing: readonly string[]
  /** Whether it was begun in this workspace. */
  readonly begun: boolean
  /** Whether it is the one that the learning path suggests now. */
  readonly suggested: boolean
  /** Whether it is in a folder of the workspace. */
  readonly own: boolean
  readonly steps: readonly StepFacts[]
}

export interface StepFacts {
  readonly id: string
  readonly title: string
  readonly goal: string
  readonly missing: readonly string[]
  /** What to do about it, as sentences and commands. */
  readonly help?: string
  readonly skipped: boolean
  /** Whether it asks to predict something. */
  readonly asks: boolean
  readonly record: StepFactsRecord | undefined
}

export interface StepFactsRecord {
  readonly done: boolean
  readonly verdict: Verdict
  readonly sentence: string
  readonly simulated: boolean
  /** Such as `10:42` or `yesterday 10:42`. */
  readonly time: string
  readonly checks: readonly {
    readonly title: string
    readonly verdict: Verdict
    readonly sentence: string
  }[]
}

/** Colours beside the verdicts' icons and words; they say nothing that the words don't. */
const colors: Readonly<Partial<Record<Verdict, string>>> = {
  pass: 'testing.iconPassed',
  fail: 'testing.iconFailed'
}

/** The rows of the Labs view: groups, their labs, the steps, and each step's checks with what came of them. */
export function labsTree(labs: readonly LabFacts[]): readonly TreeNode[] {
  const known = groups.flatMap(group => {
    const inGroup = labs.filter(lab => lab.group === group && !lab.own)
    return inGroup.length === 0 ? [] : [groupNode(group, inGroup)]
  })
  const own = labs.filter(lab => lab.own)
  return own.length === 0 ? known : [...known, groupNode('Of this workspace', own)]
}

function groupNode(title: string, labs: readonly LabFacts[]): TreeNode {
  const done = labs.filter(isFinished).length
  return {
    id: `group/${title}`,
    label: title,
    description: `${done} of ${labs.length}`,
    icon: done === labs.length ? 'pass' : 'library',
    spoken: `Group ${title}, ${done} of ${labs.length} labs finished`,
    kind: 'lab-group',
    expanded: true,
    children: labs.map(labNode)
  }
}

function isFinished({ steps }: LabFacts): boolean {
  return steps.every(({ record }) => record?.done)
}

function labNode(lab: LabFacts): TreeNode {
  const done = lab.steps.filter(({ record }) => record?.done).length
  const all = lab.steps.length
  const progress = `${done} of ${all}`
  const next = lab.suggested ? 'next' : ''
  // The filled circle of a lab that is begun and has nothing done says nothing to who can't see it.
  const begun = lab.begun && done === 0 ? 'begun' : ''
  const needs = needsOf(lab)
  return {
    // The editor remembers by the id whether a row is open; a lab that is begun opens once by itself.
    id: `lab/${lab.id}${lab.begun ? '/begun' : ''}`,
    label: lab.title,
    description: joined([progress, `${lab.minutes} min`, begun, next, needs]),
    icon: labIcon(lab, done, all),
    ...(done === all && { color: 'testing.iconPassed' }),
    tooltip: [
      lab.title,
      lab.description,
      joined([lab.level, `${lab.minutes} min`, lab.topics.join(', ')]),
      ...blockedLines(lab)
    ].join('\n\n'),
    spoken: `Lab ${lab.title}, ${lab.level}, ${lab.minutes} minutes, ${progress} steps done${begun && ', begun'}${next && ', suggested next'}${needs && `, ${blockedLines(lab)[0] ?? ''}`}`,
    kind: lab.begun ? 'lab-begun' : 'lab',
    expanded: lab.begun && done < all,
    children: lab.steps.map(step => stepNode(lab.id, step)),
    step: { lab: lab.id }
  }
}

function labIcon({ missing, begun }: LabFacts, done: number, all: number): string {
  if (done === all) return 'pass-filled'
  if (done > 0 || begun) return 'circle-large-filled'
  return missing.length > 0 ? 'circle-slash' : 'circle-large'
}

/** What the lab as a whole lacks, else how many of its steps lack something. */
function needsOf({ missing, steps }: LabFacts): string {
  if (missing.length > 0) return `needs ${missing.join(', ')}`
  const lacking = steps.filter(step => step.missing.length > 0).length
  if (lacking === 0) return ''
  return `${lacking} of ${steps.length} steps ${lacking === 1 ? 'needs' : 'need'} more`
}

/** Why the lab, or a part of it, is blocked in this context, and how to get what it lacks. */
function blockedLines({ missing, steps }: LabFacts): readonly string[] {
  const lacking = steps.filter(step => step.missing.length > 0)
  const help = lacking.flatMap(step => step.help ?? []).slice(0, 1)
  if (missing.length > 0) return [because('it', missing), ...help]
  if (lacking.length === 0) return []
  const all = [...new Set(lacking.flatMap(step => step.missing))]
  const number = `${lacking.length} of ${steps.length} steps ${lacking.length === 1 ? 'is' : 'are'}`
  return [`${number} b${because(lacking.length === 1 ? 'it' : 'they', all).slice(1)}`, ...help]
}

function because(who: 'it' | 'they', missing: readonly string[]): string {
  return `Blocked here, because ${who} need${who === 'it' ? 's' : ''} ${missing.join(', ')}.`
}

function stepNode(lab: string, step: StepFacts): TreeNode {
  const { id, title, goal, record, missing, help, skipped } = step
  const base = { id: `lab/${lab}/${id}`, label: title, step: { lab, step: id } }
  const done = record?.verdict === 'pass'
  const kind = ['step', record && 'judged', done && 'done', step.asks && 'asks']
    .filter(Boolean)
    .join('-')
  if (!record) {
    const needs = missing.length === 0 ? '' : `needs ${missing.join(', ')}`
    return {
      ...base,
      description: joined([skipped ? 'skipped' : '', needs]),
      icon: skipped ? 'debug-step-over' : needs ? 'circle-slash' : 'circle-outline',
      tooltip: [
        title,
        goal,
        ...(missing.length === 0
          ? []
          : [because('it', missing), ...(help === undefined ? [] : [help])])
      ].join('\n\n'),
      spoken: `Step ${title}, ${skipped ? 'skipped' : 'not verified yet'}${needs && `. ${because('it', missing)}`}`,
      kind,
      children: []
    }
  }
  return { ...base, ...judged(step, record), kind, children: checkNodes(base.id, record) }
}

function judged(
  { title, goal }: StepFacts,
  record: StepFactsRecord
): Pick<TreeNode, 'description' | 'icon' | 'color' | 'tooltip' | 'spoken' | 'expanded'> {
  const { icon, word } = verdictLooks[record.verdict]
  // What was done once stays done, and what was last seen of it is said beside it.
  const wasDone = record.done && record.verdict !== 'pass'
  const color = colors[record.verdict]
  return {
    description: joined([
      word,
      record.simulated ? 'simulated' : '',
      wasDone ? 'done before' : '',
      record.time
    ]),
    icon,
    ...(color !== undefined && { color }),
    tooltip: [title, goal, `${marked(word, record)}: ${record.sentence}`].join('\n\n'),
    spoken: `Step ${title}, ${marked(word, record)}${wasDone ? ', done before' : ''}, ${record.time}. ${record.sentence}`,
    expanded: record.verdict !== 'pass'
  }
}

/** A sentence that stands alone says where it was seen. */
function marked(word: string, { simulated }: StepFactsRecord): string {
  return simulated ? `${word} (simulated)` : word
}

function checkNodes(step: string, record: StepFactsRecord): readonly TreeNode[] {
  return record.checks.map((check, i) => {
    const { icon, word } = verdictLooks[check.verdict]
    const color = colors[check.verdict]
    return {
      id: `${step}/${i}`,
      label: check.title,
      description: word,
      icon,
      ...(color !== undefined && { color }),
      tooltip: `${check.title}\n\n${marked(word, record)}: ${check.sentence}`,
      spoken: `Check ${check.title}, ${marked(word, record)}. ${check.sentence}`,
      kind: 'check',
      children: []
    }
  })
}

function joined(parts: readonly string[]): string {
  return parts.filter(part => part !== '').join(' · ')
}
