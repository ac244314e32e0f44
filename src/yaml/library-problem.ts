import { lineStartAt } from './syntax-tree.ts'
import type { YamlProblem } from './yaml-problem.ts'

/** What we use of the package's errors. */
export interface LibraryError {
  readonly code: string
  readonly message: string
  readonly pos: readonly [number, number]
}

/** What the yaml package complains about, said in our words; undefined for what go-yaml accepts. */
export function problemOfLibrary(error: LibraryError, text: string): YamlProblem | undefined {
  const [from, to] = error.pos
  const start = Math.min(from, text.length)
  // A closing bracket may stand at the column of the key for go-yaml, but it has to be the right one.
  const wanted = /end with a ([\]}])/.exec(error.message)?.[1]
  if (error.code === 'BAD_INDENT' && wanted === text.charAt(start)) return undefined
  if (error.code === 'BAD_DQ_ESCAPE' && text.startsWith("\\'", start)) return undefined
  const tab = error.code === 'TAB_AS_INDENT' ? firstTab(text, start) : tabInIndentation(text, start)
  if (tab !== undefined) return tabProblem(tab)
  const conflict = conflictProblem(text)
  if (conflict) return conflict
  const first = error.message.split('\n')[0] ?? ''
  // An IPv6 address that ends in colons is the usual reason, besides a text with a colon and a space in it.
  const advice = first.includes('compact mappings')
    ? ' A value with a colon at its end, or with a space behind one, has to stand in quotes.'
    : first.startsWith('Implicit keys') && isGluedEntry(text, start)
      ? ' A blank has to stand behind the colon of a key.'
      : ''
  return {
    code: 'syntax',
    message: `This is not YAML: ${first.charAt(0).toLowerCase()}${first.slice(1).replace(/\.$/, '')}.${advice} The fields of this document can't be checked until it is.`,
    range: visibleRange(text, start, to)
  }
}

/** `subsets:internal`: without a blank the line is a text. */
function isGluedEntry(text: string, offset: number): boolean {
  const from = lineStartAt(text, offset)
  return /^[ \t]*(?:- )?[\w./-]+:[^\s/]/.test(text.slice(from, from + 200).split('\n', 1)[0] ?? '')
}

export function tabProblem(at: number): YamlProblem {
  return {
    code: 'tab-indent',
    message:
      'A tab is used as indentation here, and YAML takes only spaces. Replace the tab by spaces.',
    range: { start: at, end: at + 1 }
  }
}

/** The marks that Git leaves around the two versions of a place. */
function conflictProblem(text: string): YamlProblem | undefined {
  const mark = /^<{7}(?: .*)?$(?=[^]*^={7}$[^]*^>{7}(?: .*)?$)/m.exec(text)
  if (!mark) return undefined
  return {
    code: 'syntax',
    message:
      'A merge is not finished here: two versions stand between `<<<<<<<` and `>>>>>>>`. Keep one of them, and remove the lines with the marks.',
    range: { start: mark.index, end: mark.index + mark[0].length }
  }
}

/** A range of at least one character that doesn't run over the end of its line. */
function visibleRange(text: string, start: number, end: number): { start: number; end: number } {
  let from = start
  if (from >= text.length) {
    // At the end of the text there is nothing to underline but what stands last.
    while (from > 0 && /\s/.test(text.charAt(from - 1))) from--
    from = Math.max(0, from - 1)
  }
  const newline = text.indexOf('\n', from)
  const lineEnd = newline < 0 ? text.length : newline
  return { start: from, end: Math.max(Math.min(end, lineEnd), Math.min(from + 1, text.length)) }
}

function firstTab(text: string, start: number): number {
  return tabInIndentation(text, start) ?? Math.max(0, text.lastIndexOf('\t', start))
}

/** The tab in the indentation of the line, which is the usual reason for an error there. */
function tabInIndentation(text: string, offset: number): number | undefined {
  let at = lineStartAt(text, offset)
  while (text.charCodeAt(at) === 32) at++
  return text.charCodeAt(at) === 9 ? at : undefined
}
