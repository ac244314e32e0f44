import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
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

/** The table of a report in Markdown, with a line that sums it up. */
export function labTable(steps: readonly StepReport[]): string {
  const rows = steps.map(({ lab, step, checks, wrong, seconds }) => [
    ...[lab, step, String(checks), String(wrong), seconds.toFixed(0)]
  ])
  const head = ['lab', 'step', 'checks proven', 'wrong solutions judged', 'seconds']
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map(row => row[i]!.length)))
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  return [head, widths.map(width => '-'.repeat(width)), ...rows].map(line).join('\n')
}
