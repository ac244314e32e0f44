import { parseYamlFile, type YamlDocument, type YamlFile } from '../yaml/yaml-file.ts'
import type { Finding } from './finding.ts'

/** A comment that silences a check, to be put into the text. */
export interface SuppressingComment {
  readonly scope: 'next-line' | 'document' | 'file'
  readonly offset: number
  /** What comes before the reason; it is for a person to say. */
  readonly text: string
  /** What comes behind the reason. */
  readonly end: string
}

/**
 * The comments that keep a finding from being told again, the narrowest first. Where a comment would become
 * part of a value, such as in the lines of a text, there is none.
 */
export function suppressingComments(
  { text, kind, documents }: YamlFile,
  { rule, range, document }: Pick<Finding, 'rule' | 'range' | 'document'>
): readonly SuppressingComment[] {
  if (kind !== 'yaml') return []
  const end = text.includes('\r\n') ? '\r\n' : '\n'
  const own = documents.find(({ index }) => index === document)
  const lineStart = text.lastIndexOf('\n', range.start - 1) + 1
  const indent = /^ */.exec(text.slice(lineStart))?.[0] ?? ''
  const top = text.startsWith('\uFEFF') ? 1 : 0
  const comments: SuppressingComment[] = [
    {
      scope: 'next-line',
      offset: Math.max(lineStart, top),
      text: `${indent}# netlabs-disable-next-line ${rule} -- `,
      end
    },
    {
      scope: 'document',
      offset: Math.max(contentStart(text, own?.range.start ?? 0), top),
      text: `# netlabs-disable ${rule} -- `,
      end
    },
    { scope: 'file', offset: top, text: `# netlabs-disable-file ${rule} -- `, end }
  ]
  const [here] = comments
  const isPartOfValue = own !== undefined && here !== undefined && changesValue(own, here)
  return isPartOfValue ? comments.slice(1) : comments
}

function changesValue(
  { text, range, value }: YamlDocument,
  { offset, text: comment, end }: SuppressingComment
): boolean {
  const at = Math.max(offset - range.start, 0)
  const commented = parseYamlFile(`${text.slice(0, at)}${comment}why${end}${text.slice(at)}`)
  const after = commented.documents.find(one => one.value !== undefined)?.value
  return JSON.stringify(after) !== JSON.stringify(value)
}

/** Behind the line that begins a document, so that the comment belongs to it. */
function contentStart(text: string, start: number): number {
  const marker = /^---[^\n]*\n/.exec(text.slice(start))
  return start + (marker?.[0].length ?? 0)
}
