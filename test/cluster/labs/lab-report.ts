import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { markdownTable } from '../../../scripts/generate/markdown-table.ts'
import { projectRoot } from '../machine/folders.ts'
import type { LeftOut } from './carried.ts'

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

export interface LabReport {
  readonly steps: readonly StepReport[]
  readonly leftOut: readonly LeftOut[]
}

const file = path.join(projectRoot, 'out/cluster-labs.json')

export function writeLabReport(report: LabReport): void {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`)
}

/** What the run has written; undefined when it was broken off before its end. */
export function readLabReport(): LabReport | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as LabReport) : undefined
}

/** Takes the report of an earlier run away, so that nobody takes it for that of the next. */
export function forgetLabReport(): void {
  rmSync(file, { force: true })
}

/** A table for the person who ran the labs. */
export function labTable({ steps }: LabReport): string {
  return markdownTable(
    [...columns, 'seconds'],
    steps.map(step => [...cellsOf(step), step.seconds.toFixed(0)])
  )
}

/** The page of the documentation; seconds are left out, because they differ from run to run. */
export function labPage({ steps, leftOut }: LabReport): string {
  const sorted = sortedByLab(steps)
  const labs = new Set(sorted.map(({ lab }) => lab))
  const checks = sorted.reduce((sum, step) => sum + step.checks, 0)
  const wrong = sorted.reduce((sum, step) => sum + step.wrong, 0)
  return `# Labs on a real cluster

Written by \`npm run test:cluster labs -- --with all --write\`; do not edit. Each step was played on kube-apiserver
and its nodes as [a real cluster](real-cluster.md) tells: open before, done after its solution, and a wrong
solution with its verdict. ${labs.size} labs, ${checks} checks, ${wrong} wrong solutions.

${markdownTable(columns, sorted.map(cellsOf))}

## What that cluster can't carry

${markdownTable(
  ['lab', 'step', 'checks', 'because'],
  groupsOf(sortedByLab(leftOut)).map(({ lab, step, check, reason }) => [lab, step, check, reason])
)}
`
}

function sortedByLab<Row extends { readonly lab: string }>(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((a, b) => a.lab.localeCompare(b.lab))
}

/** Checks of one step with one reason in one row. */
export function groupsOf(rows: readonly LeftOut[]): readonly LeftOut[] {
  const groups = new Map<string, LeftOut>()
  for (const row of rows) {
    const key = [row.lab, row.step, row.reason].join('\n')
    const known = groups.get(key)
    groups.set(key, known ? { ...known, check: `${known.check}, ${row.check}` } : row)
  }
  return [...groups.values()]
}

const columns = ['lab', 'step', 'checks proven', 'wrong solutions judged'] as const

function cellsOf({ lab, step, checks, wrong }: StepReport): readonly string[] {
  return [lab, step, String(checks), String(wrong)]
}
