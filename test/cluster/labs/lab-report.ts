import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { markdownTable } from '../../../scripts/generate/markdown-table.ts'
import { projectRoot } from '../machine/folders.ts'

/** What the play of one step has shown. */
export interface StepReport {
  readonly lab: string
  readonly step: string
  /** Checks that were proven with the solution. */
  readonly checks: number
  /** Wrong solutions that got their verdict. */
  readonly wrong: number
  /** Seconds that the step took, with its wrong solutions. */
  readonly seconds: number
}

const file = path.join(projectRoot, 'out/cluster-labs.json')

export function writeLabReport(steps: readonly StepReport[]): void {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(steps, undefined, 2)}\n`)
}

/** @throws when no labs were played since the folder of results was made */
export function readLabReport(): readonly StepReport[] {
  return JSON.parse(readFileSync(file, 'utf8')) as readonly StepReport[]
}

/** A table for the person who ran the labs. */
export function labTable(steps: readonly StepReport[]): string {
  return markdownTable(
    [...columns, 'seconds'],
    steps.map(step => [...cellsOf(step), step.seconds.toFixed(0)])
  )
}

/** The page of the documentation; seconds are left out, because they differ from run to run. */
export function labPage(steps: readonly StepReport[]): string {
  const sorted = steps.toSorted((a, b) => a.lab.localeCompare(b.lab))
  const table = markdownTable(columns, sorted.map(cellsOf))
  return `# Labs on a real cluster

Written by \`npm run test:cluster labs -- --write\`; do not edit. Each step was played on kube-apiserver and its
nodes as [a real cluster](real-cluster.md) tells: open before, done after its solution, and each wrong solution
with its verdict.

${table}
`
}

const columns = ['lab', 'step', 'checks proven', 'wrong solutions judged'] as const

function cellsOf({ lab, step, checks, wrong }: StepReport): readonly string[] {
  return [lab, step, String(checks), String(wrong)]
}
