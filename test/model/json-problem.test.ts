import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { jsonProblem } from '../../src/model/json-problem.ts'

const wrong: readonly [string, number, string][] = [
  ['{"a": 1,}', 7, 'There is nothing after this comma.'],
  ['{"a": 1 "b": 2}', 8, 'A comma is missing before this.'],
  ['{"a" 1}', 5, 'A colon is missing before this.'],
  ['{a: 1}', 1, 'A name in double quotes is expected here.'],
  ['{"a": \'b\'}', 6, 'A text stands in double quotes.'],
  ['{"a": [1, 2}', 11, 'A comma is missing before this.'],
  ['{"a": {"b": 1}', 0, 'This bracket is not closed.'],
  ['{"a": "b}', 6, 'This text is not closed by a double quote.'],
  ['{"a": 01}', 6, 'A value is expected here.'],
  ['{} {}', 3, 'The JSON is over before this.'],
  ['', 0, 'The JSON ends where a value is expected.'],
  ['{"a": 1 // one\n}', 8, 'A comma is missing before this.'],
  ['{"a": "\\q"}', 7, 'A backslash has no meaning here.']
]

for (const [text, offset, message] of wrong)
  test(`${text} is told at ${offset}`, () => {
    assert.deepEqual(jsonProblem(text), { message, offset })
  })

test('whatever is JSON has no problem, and what is changed has one exactly when it is none any more', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 2 }), (text, at, inserted) => {
      assert.equal(jsonProblem(text), undefined)
      const place = at % (text.length + 1)
      const changed = text.slice(0, place) + inserted + text.slice(place)
      assert.equal(jsonProblem(changed) === undefined, isJson(changed), changed)
    }),
    { seed: 7, numRuns: 2000 }
  )
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
