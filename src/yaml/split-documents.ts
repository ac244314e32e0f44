import { isJson } from '../base/json.ts'
import { lineStartAt, nextLineAt, skipTrivia } from './syntax-tree.ts'
import type { OffsetRange } from './text-edit.ts'

/**
 * The documents of a text. A line `---` begins one, a line `...` ends one. Comments and directives
 * before the first marker belong to the first document; one that is empty is a document all the same.
 */
export function splitDocuments(text: string): OffsetRange[] {
  const stream = jsonStream(text)
  if (stream) return stream
  const ranges: OffsetRange[] = []
  let start = 0
  for (const match of text.matchAll(/^(?:---|\.\.\.)(?=\s|$)/gm)) {
    const at = match.index
    if (match[0] === '...') {
      const end = nextLineAt(text, at)
      if (isBlank(text.slice(start, at)) && ranges.length > 0) extend(ranges, end)
      else ranges.push({ start, end })
      start = end
    } else {
      if (at > start && !(isBlank(text.slice(start, at)) && isHead(text, start, ranges.length))) {
        ranges.push({ start, end: at })
        start = at
      }
    }
  }
  const rest = text.slice(start)
  if (ranges.length > 0 && isBlank(rest)) {
    // What follows a last "..." is no further document, what follows a last "---" is one.
    extend(ranges, text.length)
  } else ranges.push({ start, end: text.length })
  return ranges
}

/** Comments and directives before a marker open the document that the marker begins. */
function isHead(text: string, start: number, known: number): boolean {
  return known === 0 || /^\.\.\.(?:\s|$)/m.test(text.slice(lineBefore(text, start), start))
}

/** Whether a text holds nothing but white space, comments and directives. */
function isBlank(text: string): boolean {
  let at = skipTrivia(text, 0)
  while (text.charCodeAt(at) === 37 /* % */ && lineStartAt(text, at) === at)
    at = skipTrivia(text, nextLineAt(text, at))
  return at >= text.length
}

function extend(ranges: OffsetRange[], end: number): void {
  const last = ranges.at(-1)
  if (last) ranges[ranges.length - 1] = { start: last.start, end }
}

function lineBefore(text: string, at: number): number {
  return at < 2 ? 0 : text.lastIndexOf('\n', at - 2) + 1
}

/**
 * kubectl reads a text that is JSON as a stream: one object may follow the other with nothing but white space between.
 * https://github.com/kubernetes/apimachinery/blob/v0.36.4/pkg/util/yaml/decoder.go
 */
function jsonStream(text: string): OffsetRange[] | undefined {
  if (!/^\s*\{/.test(text)) return undefined
  const ends: number[] = []
  let depth = 0
  // Texts in quotes are passed over as a whole; what stands between brackets does not matter here.
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\\n]|\\.)*"|[{}]/g)) {
    if (token === '{') depth++
    else if (token === '}' && --depth === 0) ends.push(index + 1)
  }
  if (ends.length < 2) return undefined
  ends[ends.length - 1] = text.length
  const ranges = ends.map((end, i) => ({ start: ends[i - 1] ?? 0, end }))
  return ranges.every(({ start, end }) => isJson(text.slice(start, end))) ? ranges : undefined
}
