import type { FieldPath } from '../base/field-path.ts'
import type { OffsetRange } from '../yaml/text-edit.ts'

/** Where in a block of YAML somebody is typing, found by indentation because the text is not valid yet. */
export interface CursorContext {
  /** For a key the path of the map it would belong to, for a value the path of the field. */
  readonly path: FieldPath
  readonly part: 'key' | 'value'
  /** What has been typed of the word. */
  readonly range: OffsetRange
  /** Column at which the key begins. */
  readonly indent: number
  readonly textWithoutLine: string
}

interface Level {
  readonly indent: number
  readonly step: string | number
}

/** Undefined inside comments and flow collections, where indentation says nothing. */
export function cursorContext(text: string, offset: number): CursorContext | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const lineEnd = endOfLine(text, lineStart)
  const before = text.slice(lineStart, offset)
  if (/(^|\s)#/.test(before) || /[[{]/.test(before)) return undefined
  const textWithoutLine = text.slice(0, lineStart) + text.slice(lineEnd)
  const line = /^( *)((?:- +)*)(?:("?)([^\s:"]*)\3(:)(?: +(.*))?|(\S*))$/.exec(before)
  if (!line) return undefined
  const [, spaces = '', dashes = '', , key, colon, typed = '', word = ''] = line
  const indent = spaces.length + dashes.length
  const levels = levelsAbove(text.slice(0, lineStart), spaces.length, dashes !== '')
  const path = pathOf(levels, spaces.length, dashes)
  if (colon === ':' && key !== undefined)
    return {
      path: [...path, key],
      part: 'value',
      range: { start: offset - typed.length, end: offset },
      indent,
      textWithoutLine
    }
  return {
    path,
    part: 'key',
    range: { start: offset - word.length, end: offset },
    indent,
    textWithoutLine
  }
}

/** The keys and list items that enclose a column, the outermost first. */
function levelsAbove(text: string, column: number, isItem: boolean): Level[] {
  const levels: Level[] = []
  let limit = isItem ? column + 1 : column
  // Further dashes in the same column begin the items before this one, and don't enclose it.
  let dashLimit = column
  for (const line of text.split('\n').reverse()) {
    const match = /^( *)((?:- +)*)("?)([^\s:#"]+)\3:(?:\s|$)/.exec(line) ?? /^( *)(-) /.exec(line)
    if (!match || /^\s*#/.test(line)) continue
    const [, spaces = '', dashes = '', , key] = match
    const keyColumn = spaces.length + dashes.length
    if (key !== undefined && keyColumn < limit) {
      levels.unshift({ indent: keyColumn, step: key })
      limit = keyColumn
    }
    if (dashes !== '' && spaces.length < Math.min(limit, dashLimit)) {
      levels.unshift({ indent: spaces.length, step: itemIndex(text, line, spaces.length) })
      dashLimit = spaces.length
      // The key that holds a list may stand in the same column as its dashes.
      limit = spaces.length + 1
    }
    if (limit === 0) break
  }
  return levels
}

/** Which item of its list a line begins, counted upwards to the key that holds the list. */
function itemIndex(text: string, line: string, column: number): number {
  const lines = text.split('\n')
  let index = 0
  for (const other of lines.slice(0, lines.lastIndexOf(line)).reverse()) {
    if (other.trim() === '' || /^\s*#/.test(other)) continue
    const indent = other.length - other.trimStart().length
    const isDash = other.trimStart().startsWith('- ')
    if (indent === column && isDash) index++
    else if (indent < column || (indent === column && !isDash)) break
  }
  return index
}

function pathOf(levels: readonly Level[], column: number, dashes: string): FieldPath {
  const path = levels
    .filter(level => level.indent < column || dashes !== '' || typeof level.step === 'number')
    .map(level => level.step)
  // A new item: its index matters to no schema.
  return dashes === '' ? path : [...path, 0]
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start)
  return end < 0 ? text.length : end
}
