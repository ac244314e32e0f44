/** Texts that nobody would write, made from texts that somebody did, and what has to hold of each. */
import assert from 'node:assert/strict'
import type { LanguageService } from '../../src/language/language-service.ts'

/** Numbers that look like chance and are the same for the same seed (mulberry32). */
export function chance(seed: number): (below: number) => number {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below)
  }
}

const uri = 'fuzz.yaml'

/** Asks everything that an editor asks about a text; each answer has to come, and its places have to be in the text. */
export function askAbout(service: LanguageService, text: string, offset: number): void {
  service.setFile(uri, text, 'editor')
  for (const { range, position, fixes, message, what } of service.lint(uri).findings) {
    assert.ok(0 <= range.start && range.start <= range.end && range.end <= text.length, message)
    assert.ok(position.start.line >= 0 && position.start.character >= 0)
    assert.match(what, /\S/)
    for (const { edits } of fixes)
      for (const one of edits)
        for (const { range: place } of one.edits)
          assert.ok(0 <= place.start && place.start <= place.end && place.end <= text.length, what)
  }
  service.complete(uri, offset)
  service.hover(uri, offset)
  service.symbols(uri)
  service.links(uri, offset)
  service.refactorings(uri, offset)
}

const signs = [
  ...[':', ': ', '- ', '\n', '\n  ', '  ', '\t', '{', '}', '[', ']', ',', '"', "'", '|', '>', '#'],
  ...['&a ', '*a', '<<: *a', '!!binary ', '? ', '---\n', '...\n', '{{ .x }}', '${X}', '\r\n', '\0'],
  ...[
    'null',
    '~',
    'true',
    '-1',
    '1e999',
    '0x7f',
    '.nan',
    '2001-01-01',
    '10.0.0.0/33',
    '::1',
    'é😀',
    '\uD800'
  ]
]

/** A text with one to six changes: something taken out, put in, doubled, or put elsewhere. */
export function mutated(text: string, next: (below: number) => number): string {
  let changed = text
  for (let count = 1 + next(6); count > 0; count--) {
    const at = next(changed.length + 1)
    const length = next(12)
    const lines = changed.split('\n')
    const line = next(lines.length)
    switch (next(6)) {
      case 0:
        changed = changed.slice(0, at) + changed.slice(at + length)
        break
      case 1:
        changed = changed.slice(0, at) + (signs[next(signs.length)] ?? '') + changed.slice(at)
        break
      case 2:
        changed = lines.toSpliced(line, 1).join('\n')
        break
      case 3:
        changed = lines.toSpliced(line, 0, lines[next(lines.length)] ?? '').join('\n')
        break
      case 4:
        changed = lines
          .toSpliced(line, 1, `${' '.repeat(next(9))}${(lines[line] ?? '').trim()}`)
          .join('\n')
        break
      default:
        changed =
          changed.slice(0, at) +
          changed.slice(at).replace(/: .*/, `: ${signs[next(signs.length)] ?? ''}`)
    }
  }
  return changed
}

/** Bytes that nobody chose, read as the editor reads a file. */
export function randomText(next: (below: number) => number, most = 300): string {
  return new TextDecoder().decode(Uint8Array.from({ length: next(most) }, () => next(256)))
}
