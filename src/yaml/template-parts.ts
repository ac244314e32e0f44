import { templateActions, type TemplateAction } from './template-actions.ts'

/**
 * Stands for each character of what a template puts in, so that offsets stay. It is for private use (Unicode
 * section 23.5), and YAML takes it in any plain text.
 */
export const hole = '\uE000'

/**
 * The text of a Helm template as YAML of the same length: what an action puts in becomes `hole`s, lines that
 * consist of actions become blank, and so does what may be there in one form or another: the branches of an
 * `if` with an `else`, and what depends on a version of Kubernetes or of the chart. Never throws.
 */
export function templateParts(text: string): string {
  const actions = templateActions(text)
  if (actions.length === 0) return text
  const marks = new Uint8Array(text.length)
  for (const action of actions)
    if (action.role === 'value') markValue(marks, action)
    else marks.fill(mark.silent, action.start, action.end)
  for (const block of unknownBlocks(text, actions)) markValue(marks, block)
  let parts = ''
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline + 1
    parts += lineOf(text, marks, start, end)
    start = end
  }
  return parts
}

const mark = { text: 0, silent: 1, value: 2 } as const

/** Where something begins, where its first line ends, and where it ends itself. */
type Stretch = Pick<TemplateAction, 'start' | 'line' | 'end'>

/** Only the first line of a value stands where a value can stand. */
function markValue(marks: Uint8Array, { start, line, end }: Stretch): void {
  const first = Math.min(line, end)
  marks.fill(mark.value, start, first)
  marks.fill(mark.silent, first, end)
}

/** The outermost blocks of which it is not known what they put in. What is not closed yet is no block. */
function unknownBlocks(text: string, actions: readonly TemplateAction[]): readonly Stretch[] {
  const open: { readonly opens: TemplateAction; hasElse: boolean }[] = []
  const blocks: Stretch[] = []
  for (const action of actions) {
    if (action.role === 'opens') open.push({ opens: action, hasElse: false })
    const innermost = open.at(-1)
    if (!innermost) continue
    if (action.role === 'else') innermost.hasElse = true
    if (action.role !== 'ends') continue
    open.pop()
    const { opens, hasElse } = innermost
    const isInline = action.end <= opens.line
    if (!isInline && !hasElse && !isUnknown(text, opens)) continue
    // The inner ones end first.
    while ((blocks.at(-1)?.start ?? -1) > opens.start) blocks.pop()
    blocks.push({ start: opens.start, line: opens.line, end: action.end })
  }
  return blocks
}

function isUnknown(text: string, { word, start, end }: TemplateAction): boolean {
  if (word === 'define' || word === 'block') return true
  return /capabilities|semver|version/i.test(text.slice(start, Math.min(end, start + 1000)))
}

/** A line of actions alone is blank, since what they put in begins lines of its own. */
function lineOf(text: string, marks: Uint8Array, start: number, end: number): string {
  let hasText = false
  let hasActions = false
  for (let at = start; at < end; at++)
    if (marks[at] !== mark.text) hasActions = true
    else if (!/\s/.test(text.charAt(at))) hasText = true
  if (!hasActions) return text.slice(start, end)
  let line = ''
  for (let at = start; at < end; at++) {
    const char = text.charAt(at)
    if (marks[at] === mark.text || char === '\n' || char === '\r') line += char
    else line += hasText && marks[at] === mark.value ? hole : ' '
  }
  return line
}
