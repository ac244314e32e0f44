import os from 'node:os'
import { markdownTable } from '../scripts/generate/markdown-table.ts'
import { isMissing, median, type Figure, type Missing, type Sample, type Unit } from './figure.ts'

/** The machine and the Node that the figures hold for. */
export function machine(): string {
  const cpus = os.cpus()
  const memory = Math.round(os.totalmem() / 1024 ** 3)
  const model = cpus[0]?.model.trim() ?? 'unknown processor'
  return `${os.type()} ${os.arch()}, ${cpus.length} × ${model}, ${memory} GiB, Node ${process.version}`
}

/** A table for the terminal, one block for each section. */
export function asText(figures: readonly Figure[]): string {
  return [...bySection(figures)]
    .map(([section, rows]) => `${section}\n${alignedRows(rows.map(cells))}`)
    .join('\n\n')
}

/** The same as Markdown tables, padded as Prettier pads them. */
export function asMarkdown(figures: readonly Figure[]): string {
  const head = ['what', 'program', 'median', 'min to max', 'runs']
  return [...bySection(figures)]
    .map(([section, rows]) => {
      return `## ${section}\n\n${markdownTable(head, rows.map(cells))}`
    })
    .join('\n\n')
}

function bySection(figures: readonly Figure[]): Map<string, Figure[]> {
  const sections = new Map<string, Figure[]>()
  for (const figure of figures)
    sections.set(figure.section, [...(sections.get(figure.section) ?? []), figure])
  return sections
}

function cells({ what, who, unit, outcome }: Figure): string[] {
  return [what, who, ...values(outcome, unit)]
}

function values(outcome: Sample | Missing, unit: Unit): string[] {
  if (isMissing(outcome)) return [`not measured: ${outcome.missing}`, '', '']
  const { values: all, warmUp } = outcome
  const show = (value: number): string => `${rounded(value)} ${unit}`
  const runs = warmUp === 0 ? String(all.length) : `${all.length} after ${warmUp}`
  const range = all.length === 1 ? '' : `${rounded(Math.min(...all))} to ${show(Math.max(...all))}`
  return [show(median(all)), range, runs]
}

function rounded(value: number): string {
  return value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : value.toFixed(0)
}

function alignedRows(rows: readonly (readonly string[])[]): string {
  const widths = [0, 1, 2, 3].map(i =>
    Math.max(...rows.map(row => (row[3] === '' && i >= 2 ? 0 : (row[i]?.length ?? 0))))
  )
  return rows
    .map(row => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd())
    .join('\n')
}
