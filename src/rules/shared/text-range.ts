import type { FieldPath } from '../../base/field-path.ts'
import type { OffsetRange } from '../../yaml/text-edit.ts'
import type { Manifest } from '../manifest.ts'

/**
 * Where a stretch of a text value stands in the file, for rules that read a language inside of YAML. The
 * value may stand in quotes or in a block, whose indentation and escapes are not part of it.
 */
export function rangeInText(
  { document, path }: Pick<Manifest, 'document' | 'path'>,
  at: FieldPath,
  value: string,
  part: OffsetRange
): OffsetRange {
  const { start, end } = document.rangeOf([...path, ...at], 'value')
  const source = document.text.slice(start - document.range.start, end - document.range.start)
  const plain = source.indexOf(value)
  if (plain >= 0) return { start: start + plain + part.start, end: start + plain + part.end }
  const places = alignment(source, value)
  const first = places[part.start] ?? places.at(-1) ?? 0
  const last = part.end > part.start ? (places[part.end - 1] ?? first) + 1 : first + 1
  return { start: start + first, end: start + Math.max(last, first + 1) }
}

/** For each character of the value its place in the source; what stands in the source only is skipped. */
function alignment(source: string, value: string): readonly number[] {
  const header = /^[|>][-+\d]*[^\n]*\n/.exec(source)?.[0].length ?? 0
  const isDouble = source.startsWith('"')
  const places: number[] = []
  let at = isDouble || source.startsWith("'") ? 1 : header
  for (const character of value) {
    while (at < source.length && !isSame(source, at, character, isDouble)) at++
    for (let i = 0; i < character.length; i++) places.push(Math.min(at + i, source.length - 1))
    at += isDouble && source[at] === '\\' && character !== '\\' ? 2 : character.length
  }
  return places
}

const escapes: Readonly<Record<string, string>> = { '\n': 'n', '\t': 't', '"': '"', '\\': '\\' }

function isSame(source: string, at: number, character: string, isDouble: boolean): boolean {
  if (isDouble && source[at] === '\\') return source[at + 1] === escapes[character]
  if (source.startsWith(character, at)) return true
  // A folded line end reads as a space.
  return character === ' ' && source[at] === '\n'
}
