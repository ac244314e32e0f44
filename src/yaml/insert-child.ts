import { keyText, stringifyBlock, stringifyEntry } from './block-text.ts'
import { blockStyleAt, columnOf, type EditStyle } from './edit-style.ts'
import { flowText, indentationAt } from './replace-node.ts'
import {
  entryEnd,
  isEmptyNode,
  itemEnd,
  lineEndAt,
  lineStartAt,
  skipTrivia,
  type ListNode,
  type MapNode,
  type SyntaxNode
} from './syntax-tree.ts'
import type { TextEdit } from './text-edit.ts'

/** Edits that add an entry to a map that has some, after the named one or at the end. */
export function insertEntry(
  map: MapNode,
  key: string,
  value: unknown,
  after: string | undefined,
  text: string,
  style: EditStyle
): TextEdit[] {
  const sibling = map.entries.findLast(entry => entry.name === after) ?? map.entries.at(-1)
  if (!sibling) return []
  const end = entryEnd(sibling)
  if (map.flow) {
    const name = style.json ? JSON.stringify(key) : keyText(key, blockStyleAt(style, 0), true)
    const entry = `${name}: ${flowText(value, undefined, text, style)}`
    const blank = isEmptyNode(sibling.value) && sibling.colon !== undefined
    return insertIntoFlow(map, { start: sibling.start, end, blank }, entry, text, style)
  }
  const column = columnOf(text, sibling.start)
  const entry = stringifyEntry(key, value, blockStyleAt(style, column))
  return [insertLines(' '.repeat(column) + entry, blockEnd(sibling.value, end), text, style)]
}

/** Edits that add an item at the end of a list that has some. */
export function appendItem(
  list: ListNode,
  value: unknown,
  text: string,
  style: EditStyle
): TextEdit[] {
  const last = list.items.at(-1)
  if (!last) return []
  const end = itemEnd(last)
  if (list.flow) {
    const item = flowText(value, undefined, text, style)
    return insertIntoFlow(
      list,
      { start: last.value.outerStart, end, blank: false },
      item,
      text,
      style
    )
  }
  const column = columnOf(text, last.dash ?? list.start)
  const item = `${' '.repeat(column)}- ${stringifyBlock(value, blockStyleAt(style, column + 2))}`
  return [insertLines(item, blockEnd(last.value, end), text, style)]
}

/** Behind the line of an offset, so behind the comment that stands there. */
function insertLines(lines: string, end: number, text: string, style: EditStyle): TextEdit {
  // The tail of a block scalar is already behind its last line end.
  if (end > 0 && text.charAt(end - 1) === '\n')
    return { range: { start: end, end }, newText: lines + style.newline }
  const at = lineEndAt(text, end)
  return { range: { start: at, end: at }, newText: style.newline + lines }
}

/** A block scalar that keeps its line ends (`|+`) goes further than its visible end. */
export function blockEnd(node: SyntaxNode, end: number): number {
  let last = node
  while (last.kind === 'map' || last.kind === 'list') {
    const child: SyntaxNode | undefined =
      last.kind === 'map' ? last.entries.at(-1)?.value : last.items.at(-1)?.value
    if (!child) return end
    last = child
  }
  return last.kind === 'scalar' && last.tail > last.end && last.text.endsWith('\n\n')
    ? Math.max(last.tail, end)
    : end
}

interface FlowSibling {
  readonly start: number
  readonly end: number
  /** `{a: }`: a comma right behind the colon would read as text. */
  readonly blank: boolean
}

function insertIntoFlow(
  node: MapNode | ListNode,
  sibling: FlowSibling,
  child: string,
  text: string,
  style: EditStyle
): TextEdit[] {
  const comma = sibling.blank ? ' ,' : ','
  const firstOfLine = /^[ \t]*$/.test(text.slice(lineStartAt(text, sibling.start), sibling.start))
  const commaAt = skipTrivia(text, sibling.end)
  const followed = text.charAt(commaAt) === ','
  const after = followed ? commaAt + 1 : sibling.end
  const restOfLine = text.slice(after, lineEndAt(text, after)).trim()
  const isLast = !followed || skipTrivia(text, after) >= node.end - 1
  if (!firstOfLine || (restOfLine !== '' && !restOfLine.startsWith('#')))
    return [{ range: { start: sibling.end, end: sibling.end }, newText: `${comma} ${child}` }]
  const line = style.newline + ' '.repeat(indentationAt(text, sibling.start)) + child
  const at = lineEndAt(text, after)
  if (followed) return [{ range: { start: at, end: at }, newText: isLast ? line : `${line},` }]
  if (at === sibling.end) return [{ range: { start: at, end: at }, newText: comma + line }]
  return [
    { range: { start: sibling.end, end: sibling.end }, newText: comma },
    { range: { start: at, end: at }, newText: line }
  ]
}
