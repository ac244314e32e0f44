import assert from 'node:assert/strict'
import { test } from 'node:test'
import { jsonCursor } from '../../src/language/json-cursor.ts'

/** Part, path, word and the rest of the text where it has a `|`. */
function at(marked: string): string {
  const text = marked.replace('|', '')
  const cursor = jsonCursor(text, marked.indexOf('|'))
  if (!cursor) return 'nothing'
  const { part, path, range, value } = cursor
  return `${part} ${path.join('.')} <${text.slice(range.start, range.end)}> ${JSON.stringify(value)}`
}

const cases: readonly [string, string, string][] = [
  ['a key in an empty object', '{|}', 'key  <> {}'],
  ['a key behind another', '{"a": 1, |}', 'key  <> {"a":1}'],
  ['a key that is being typed', '{"a": 1, "b|"}', 'key  <"b"> {"a":1}'],
  ['a key whose quotes are open', '{"a": 1, "b|\n}', 'key  <"b> {"a":1}'],
  ['a key without quotes', '{"a": {ki|}}', 'key a <ki> {"a":{}}'],
  ['a key before another', '{ | "a": 1}', 'key  <> {"a":1}'],
  ['a value that is missing', '{"a": |, "b": 2}', 'value a <> {"b":2}'],
  ['a value in quotes', '{"a": "x|", "b": 2}', 'value a <"x"> {"b":2}'],
  ['a value at the end of the text', '{"a": {"b": |', 'value a.b <> {"a":{}}'],
  ['an item of a list', '{"a": ["x", "|"]}', 'value a.1 <""> {"a":["x"]}'],
  ['a key of an object in a list', '{"a": [{}, {"|"}]}', 'key a.1 <""> {"a":[{},{}]}'],
  ['the end of a text', '{"a": 1}|', 'nothing'],
  ['the place between a value and its comma', '{"a": {} |, "b": 2}', 'nothing']
]
for (const [name, text, expected] of cases) test(name, () => assert.equal(at(text), expected))

test('any text is read to its end', () => {
  for (const text of ['', ']', '{{{', '[[["', '{"a"', ':,:', '{"a": }]', '['.repeat(5000)])
    for (let offset = 0; offset <= Math.min(text.length, 20); offset++) jsonCursor(text, offset)
})
