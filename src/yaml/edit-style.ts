import type { BlockStyle } from './block-text.ts'
import type { ReadDocument } from './read-document.ts'
import { columnAt, type SyntaxNode } from './syntax-tree.ts'

/** How one document is written, so that an edit doesn't look like one. */
export interface EditStyle {
  readonly indent: number
  readonly indentSequences: boolean
  readonly quotes: 'single' | 'double'
  readonly newline: string
  /** JSON wants quotes around every key and every text. */
  readonly json: boolean
}

export function editStyleOf({ text, syntax }: ReadDocument): EditStyle {
  const seen: Seen = { indent: undefined, indentSequences: undefined, single: 0, double: 0 }
  look(syntax.root, text, seen)
  const { root } = syntax
  const json = root.kind !== 'scalar' && root.kind !== 'alias' && root.flow && isJsonNode(root)
  return {
    indent: seen.indent ?? 2,
    indentSequences: seen.indentSequences ?? false,
    quotes: seen.single > seen.double ? 'single' : 'double',
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    json
  }
}

/** The style for text whose first character stands in a column. */
export function blockStyleAt(style: EditStyle, column: number): BlockStyle {
  return {
    indent: style.indent,
    indentSequences: style.indentSequences,
    indentText: ' '.repeat(column),
    newline: style.newline,
    quotes: style.quotes
  }
}

/** The column of an offset; a byte order mark takes no column. */
export function columnOf(text: string, offset: number): number {
  const column = columnAt(text, offset)
  return column === offset && text.startsWith('\uFEFF') && column > 0 ? column - 1 : column
}

interface Seen {
  indent: number | undefined
  indentSequences: boolean | undefined
  single: number
  double: number
}

function look(node: SyntaxNode, text: string, seen: Seen): void {
  if (node.kind === 'scalar') {
    if (node.style === 'single') seen.single++
    else if (node.style === 'double') seen.double++
  } else if (node.kind === 'list') for (const { value } of node.items) look(value, text, seen)
  else if (node.kind === 'map')
    for (const { key, value } of node.entries) {
      look(key, text, seen)
      if (!node.flow && (value.kind === 'map' || value.kind === 'list') && !value.flow) {
        const step = columnOf(text, value.start) - columnOf(text, key.start)
        if (value.kind === 'list') seen.indentSequences ??= step > 0
        if (step > 0 && value.kind === 'map') seen.indent ??= step
      }
      look(value, text, seen)
    }
}

function isJsonNode(node: SyntaxNode): boolean {
  if (node.kind !== 'map') return node.kind === 'list' && node.items.every(i => isJsonNode(i.value))
  return node.entries.every(({ key }) => key.kind === 'scalar' && key.style === 'double')
}
