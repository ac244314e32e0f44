import { verdictLooks, type Verdict } from './verdict.ts'

/** What stands at the top of every page of evidence. */
export interface EvidenceHead {
  readonly verdict: Verdict
  readonly title: string
  readonly sentence: string
  /** True when the practice cluster answered. */
  readonly simulated: boolean
  readonly context: string
  /** What the evidence belongs to, such as a lab and its step. */
  readonly of: readonly string[]
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly finishedAt: number
}

/** The lines of Markdown that say what was found, where, and when. Times are those of the reader's clock. */
export function evidenceHead(head: EvidenceHead): string[] {
  const { verdict, title, sentence, simulated, context, of, startedAt, finishedAt } = head
  const took = `${((finishedAt - startedAt) / 1000).toFixed(1)} s`
  return [
    `# ${headingOf(verdict, title, simulated)}`,
    '',
    proseOf(sentence),
    '',
    simulated
      ? '> **Simulated.** The practice cluster computed these answers; no packet was sent.'
      : `> Observed in the cluster of the context \`${context}\`.`,
    '',
    [...of, new Date(startedAt).toLocaleString(), took].join(' · '),
    ''
  ]
}

export function headingOf(verdict: Verdict, title: string, simulated: boolean): string {
  const { word } = verdictLooks[verdict]
  return `${word}${simulated && verdict === 'pass' ? ' (simulated)' : ''}: ${proseOf(title)}`
}

/**
 * A sentence as Markdown. Addresses become code: most of them lead nowhere outside of the cluster, so they
 * must not become links.
 */
export function proseOf(sentence: string): string {
  return sentence
    .split(/(\bhttps?:\/\/[^\s)]*[^\s).,;:!?])/)
    .map((part, i) => (i % 2 === 1 ? codeOf(part) : escaped(part)))
    .join('')
}

/** A table whose cells are Markdown already. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map(cell => cell.replaceAll('|', '&#124;').replaceAll(/\s+/g, ' ')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line), '']
}

/**
 * A name or address as code that may be broken into lines at its dots, dashes and slashes: a table of long
 * names stays as narrow as the pane that shows it.
 */
export function codeOf(text: string): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  // Markdown's own marks are letters here.
  const plain = safe.replaceAll(/[*_`[\]\\~]/g, mark => `&#${mark.charCodeAt(0)};`)
  // The scheme is written in two parts, or the preview would find a link in it.
  return `<code>${plain.replaceAll('://', ':<wbr>//').replaceAll(/([./-])(?=[^./-])/g, '$1<wbr>')}</code>`
}

/** Text whose marks stay letters. */
function escaped(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>~]/g, mark => `\\${mark}`)
}
