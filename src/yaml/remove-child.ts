import { blockEnd } from './insert-child.ts'
import {
  entryEnd,
  itemEnd,
  lineStartAt,
  nextLineAt,
  type ListNode,
  type MapNode
} from './syntax-tree.ts'
import type { TextEdit } from './text-edit.ts'

interface Child {
  readonly start: number
  readonly end: number
  /** The end with the line ends that belong to a block scalar's value. */
  readonly tail: number
}

/** Edits that take one of several children away, with the lines that it fills. */
export function removeChild(node: MapNode | ListNode, index: number, text: string): TextEdit[] {
  const children = childrenOf(node)
  const child = children[index]
  if (!child) return []
  const before = children[index - 1]
  const next = children[index + 1]
  if (node.flow) {
    if (next) return [cut(child.start, next.start)]
    return before ? [cut(before.end, child.end)] : []
  }
  const lineStart = lineStartAt(text, child.start)
  const lineEnd = text.charAt(child.tail - 1) === '\n' ? child.tail : nextLineAt(text, child.tail)
  if (/^\uFEFF?[ \t]*$/.test(text.slice(lineStart, child.start))) {
    const start = lineStart === 0 && text.startsWith('\uFEFF') ? 1 : lineStart
    // At the end of a text without a last line end the one before goes.
    if (lineEnd === text.length && !text.endsWith('\n'))
      return [cut(lineStart === 0 ? start : lineBreakBefore(text, lineStart), lineEnd)]
    return [cut(start, lineEnd)]
  }
  // Behind a dash stands the first entry; the second one moves to its place.
  if (!next) return []
  let to = lineEnd
  while (/\s/.test(text.charAt(to))) to++
  return [cut(child.start, to)]
}

function childrenOf(node: MapNode | ListNode): Child[] {
  if (node.kind === 'map')
    return node.entries.map(entry => {
      const end = entryEnd(entry)
      return { start: entry.start, end, tail: blockEnd(entry.value, end) }
    })
  return node.items.map(item => {
    const end = itemEnd(item)
    const start = item.dash ?? item.value.outerStart
    return { start, end, tail: blockEnd(item.value, end) }
  })
}

function lineBreakBefore(text: string, lineStart: number): number {
  const at = lineStart - 1
  return text.charAt(at - 1) === '\r' ? at - 1 : at
}

function cut(start: number, end: number): TextEdit {
  return { range: { start, end }, newText: '' }
}
