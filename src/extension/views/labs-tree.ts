import { verdictLooks, type Verdict } from '../../labs/verdict.ts'
import type { TreeNode } from './tree-node.ts'

export interface LabFacts {
  readonly id: string
  readonly title: string
  readonly minutes: number | undefined
  readonly steps: readonly StepFacts[]
}

export interface StepFacts {
  readonly id: string
  readonly title: string
  readonly record: StepFactsRecord | undefined
}

export interface StepFactsRecord {
  readonly done: boolean
  readonly verdict: Verdict
  readonly sentence: string
  readonly simulated: boolean
  /** Such as `10:42`. */
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

/** The rows of the Labs view: labs, their steps, and each step's checks with what came of them. */
export function labsTree(labs: readonly LabFacts[]): readonly TreeNode[] {
  return labs.map(lab => {
    const done = lab.steps.filter(({ record }) => record?.done).length
    const all = lab.steps.length
    const progress = `${done} of ${all}`
    const minutes = lab.minutes === undefined ? '' : `${lab.minutes} min`
    return {
      id: `lab/${lab.id}`,
      label: lab.title,
      description: [progress, minutes].filter(part => part !== '').join(' · '),
      icon: done === all ? 'pass-filled' : done > 0 ? 'circle-large-filled' : 'circle-large',
      ...(done === all && { color: 'testing.iconPassed' }),
      spoken: `Lab ${lab.title}, ${progress} steps proven`,
      kind: 'lab',
      expanded: done > 0 && done < all,
      children: lab.steps.map(step => stepNode(lab.id, step)),
      step: { lab: lab.id }
    }
  })
}

function stepNode(lab: string, { id, title, record }: StepFacts): TreeNode {
  const base = { id: `lab/${lab}/${id}`, label: title, step: { lab, step: id } }
  if (!record)
    return {
      ...base,
      icon: 'circle-outline',
      spoken: `Step ${title}, not verified yet`,
      kind: 'step',
      children: []
    }
  const { icon, word } = verdictLooks[record.verdict]
  const color = colors[record.verdict]
  const description = [word, record.simulated ? 'simulated' : '', record.time]
    .filter(part => part !== '')
    .join(' · ')
  return {
    ...base,
    description,
    icon,
    ...(color !== undefined && { color }),
    tooltip: `${word}: ${record.sentence}`,
    spoken: `Step ${title}, ${word}. ${record.sentence}`,
    kind: 'step-judged',
    expanded: record.verdict !== 'pass',
    children: record.checks.map((check, i) => {
      const look = verdictLooks[check.verdict]
      const checkColor = colors[check.verdict]
      return {
        id: `lab/${lab}/${id}/${i}`,
        label: check.title,
        description: look.word,
        icon: look.icon,
        ...(checkColor !== undefined && { color: checkColor }),
        tooltip: check.sentence,
        spoken: `Check ${check.title}, ${look.word}. ${check.sentence}`,
        kind: 'check',
        children: []
      }
    })
  }
}
