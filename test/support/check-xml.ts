import assert from 'node:assert/strict'

/**
 * Fails unless the text is well-formed XML of the plain kind that reports are written in: a declaration,
 * elements and attributes. https://www.w3.org/TR/xml/#sec-well-formed
 */
export function checkXml(text: string): void {
  assert.doesNotMatch(text, /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u)
  const declared = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(text)
  assert.ok(declared, 'no XML declaration')
  const open: string[] = []
  let roots = 0
  let at = declared[0].length
  const value = String.raw`(?:[^<&"]|&(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)*`
  const tag = new RegExp(String.raw`<(/?)([a-z]+)((?: [a-z]+="${value}")*)(/?)>|[^<&]+`, 'uy')
  while (at < text.length) {
    tag.lastIndex = at
    const match = tag.exec(text)
    assert.ok(match, `not XML from here: ${text.slice(at, at + 120)}`)
    at = tag.lastIndex
    const [whole, closes, name, attributes = '', isEmpty] = match
    if (name === undefined) {
      assert.ok(open.length > 0 || whole.trim() === '', `text outside: ${whole}`)
      continue
    }
    const names = [...attributes.matchAll(/ ([a-z]+)=/g)].map(([, one]) => one)
    assert.equal(new Set(names).size, names.length, `an attribute twice: ${whole}`)
    if (open.length === 0) roots++
    if (closes === '/') assert.equal(open.pop(), name)
    else if (isEmpty !== '/') open.push(name)
  }
  assert.deepEqual(open, [])
  assert.equal(roots, 1)
}
