import type { ScalarStyle } from './syntax-tree.ts'

/** The text of a scalar that runs over several lines, out of its source with the quotes. */
export function foldedText(source: string, style: ScalarStyle): string {
  if (style === 'plain') return folded(source)
  const inner = source.slice(1, -1)
  if (style === 'single') return folded(inner.replaceAll("''", "'"))
  // A backslash at the end of a line joins the lines without a space.
  const joined = inner.replace(/((?:^|[^\\])(?:\\\\)*)\\\r?\n[ \t]*/g, '$1')
  return unescaped(folded(joined))
}

/** Line ends become spaces, empty lines become line ends. */
function folded(text: string): string {
  const lines = text.split(/\r?\n/)
  const trimmed = lines.map((line, i) => {
    const start = i === 0 ? line : line.trimStart()
    return i === lines.length - 1 ? start : start.trimEnd()
  })
  let result = trimmed[0] ?? ''
  let empty = 0
  for (const [i, line] of trimmed.entries()) {
    if (i === 0) continue
    if (line === '' && i < trimmed.length - 1) empty++
    else {
      result += (empty > 0 ? '\n'.repeat(empty) : ' ') + line
      empty = 0
    }
  }
  return result
}

function unescaped(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^]))/g,
    (_, x: string | undefined, u: string | undefined, long: string | undefined, char: string) => {
      const code = x ?? u ?? long
      if (code === undefined) return escapes[char] ?? char
      const point = parseInt(code, 16)
      return point <= 0x10ffff ? String.fromCodePoint(point) : '\uFFFD'
    }
  )
}

const escapes: Readonly<Partial<Record<string, string>>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1B',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\x85',
  _: '\xA0',
  L: '\u2028',
  P: '\u2029'
}
