import type { OffsetRange } from '../yaml/text-edit.ts'

/** A comment that asks not to be told something. */
export interface Suppression {
  readonly scope: 'next-line' | 'document' | 'file'
  /** The checks that it names; none: every check. */
  readonly rules: readonly NamedRule[]
  readonly range: OffsetRange
  /** For `next-line`: offsets of the line that it covers. */
  readonly covers: OffsetRange
}

export interface NamedRule {
  readonly id: string
  readonly range: OffsetRange
}

/** A comment begins a line or follows a blank; else the `#` is part of a text. */
const pattern = /(?<![^\s])#[ \t]*netlabs-disable(-next-line|-file)?(?=[\s]|$)([^\r\n]*)/g

/** What a text is made of, as far as a comment may mean it. */
export interface TextPart {
  readonly range: OffsetRange
  /** Undefined when nothing but comments stands in it. */
  readonly value: unknown
}

/**
 * The suppressions of a text: `# netlabs-disable-next-line rule-id -- reason`, `# netlabs-disable rule-id`
 * for the document it stands in, `# netlabs-disable-file`. Without an id every check is meant.
 */
export function suppressionsIn(
  text: string,
  documents: readonly TextPart[]
): readonly Suppression[] {
  if (!text.includes('netlabs-disable')) return []
  return [...text.matchAll(pattern)].map(match => {
    const [whole, kind, rest = ''] = match
    const range = { start: match.index, end: match.index + whole.trimEnd().length }
    const rules = namedIn(rest, match.index + whole.length - rest.length)
    if (kind === '-file')
      return { scope: 'file', rules, range, covers: { start: 0, end: text.length } }
    if (kind === '-next-line')
      return { scope: 'next-line', rules, range, covers: lineAfter(text, range.end) }
    return { scope: 'document', rules, range, covers: documentOf(range.start, documents, text) }
  })
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
    (rules.length === 0 || rules.some(({ id }) => id === finding.rule))
  )
}

/** The ids before the reason, which two hyphens begin. */
function namedIn(rest: string, offset: number): readonly NamedRule[] {
  const ids = rest.split(/\s--\s|\s--$/)[0] ?? ''
  return [...ids.matchAll(/[^\s,]+/g)].map(({ 0: id, index }) => ({
    id,
    range: { start: offset + index, end: offset + index + id.length }
  }))
}

/** A comment above the first `---` stands in a document without content; the one below it is meant. */
function documentOf(offset: number, documents: readonly TextPart[], text: string): OffsetRange {
  const at = documents.findIndex(({ range }) => range.start <= offset && offset < range.end)
  const own = documents[at]
  if (!own) return { start: 0, end: text.length }
  const meant = own.value === undefined ? documents[at + 1] : own
  return (meant ?? own).range
}

/** The next line with content, so that several comments can stand above it. */
function lineAfter(text: string, offset: number): OffsetRange {
  let start = text.indexOf('\n', offset) + 1
  if (start === 0) return { start: text.length, end: text.length }
  for (;;) {
    const end = text.indexOf('\n', start)
    const line = text.slice(start, end < 0 ? text.length : end)
    if (end < 0 || !/^\s*(?:#|$)/.test(line)) return { start, end: end < 0 ? text.length : end }
    start = end + 1
  }
}
