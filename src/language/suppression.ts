import type { OffsetRange } from '../yaml/text-edit.ts'

/** A comment that asks not to be told something. */
export interface Suppression {
  readonly scope: 'next-line' | 'document' | 'file'
  /** Ids of checks; empty: every check. */
  readonly rules: readonly string[]
  readonly range: OffsetRange
  /** For `next-line`: offsets of the line that it covers. */
  readonly covers: OffsetRange
}

const pattern = /#[ \t]*netlabs-disable(-next-line|-file)?(?=[\s]|$)([^\r\n]*)/g

/**
 * The suppressions of a text: `# netlabs-disable-next-line rule-id -- reason`, `# netlabs-disable rule-id`
 * for the document it stands in, `# netlabs-disable-file`. Without an id every check is meant.
 */
export function suppressionsIn(
  text: string,
  documents: readonly OffsetRange[]
): readonly Suppression[] {
  if (!text.includes('netlabs-disable')) return []
  const found: Suppression[] = []
  for (const match of text.matchAll(pattern)) {
    const [whole, kind, rest = ''] = match
    const range = { start: match.index, end: match.index + whole.trimEnd().length }
    const ids = (rest.split(/\s--\s|\s--$/)[0] ?? '').split(/[\s,]+/).filter(id => id !== '')
    if (kind === '-file')
      found.push({ scope: 'file', rules: ids, range, covers: { start: 0, end: text.length } })
    else if (kind === '-next-line')
      found.push({ scope: 'next-line', rules: ids, range, covers: lineAfter(text, range.end) })
    else
      found.push({
        scope: 'document',
        rules: ids,
        range,
        covers: documents.find(
          document => document.start <= range.start && range.start < document.end
        ) ?? { start: 0, end: text.length }
      })
  }
  return found
}

export function isSuppressedBy(
  suppression: Suppression,
  finding: { readonly rule: string; readonly range: OffsetRange }
): boolean {
  const { covers, rules } = suppression
  const { start } = finding.range
  return (
    covers.start <= start &&
    (start < covers.end || start === covers.start) &&
    (rules.length === 0 || rules.includes(finding.rule))
  )
}

/** The next line that is not a comment, so that several suppressions can stand above one line. */
function lineAfter(text: string, offset: number): OffsetRange {
  let start = text.indexOf('\n', offset) + 1
  if (start === 0) return { start: text.length, end: text.length }
  for (;;) {
    const end = text.indexOf('\n', start)
    const line = text.slice(start, end < 0 ? text.length : end)
    if (end < 0 || !/^\s*#/.test(line)) return { start, end: end < 0 ? text.length : end }
    start = end + 1
  }
}
