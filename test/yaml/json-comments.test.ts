import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutJsonComments } from '../../src/yaml/json-comments.ts'

const cases: readonly [string, string, string][] = [
  ['a comment to the end of the line', '{ // why\n"a": 1 }', '{       \n"a": 1 }'],
  ['a comment over two lines', '{/* a\r\nb */}', '{    \r\n    }'],
  ['signs of a comment in a text', '{"a": "http://b/*"}', '{"a": "http://b/*"}'],
  ['a quote behind a backslash', String.raw`{"a": "\"//"} //`, String.raw`{"a": "\"//"}   `],
  ['a comment without its end', '{ /* a', '{     ']
]
for (const [name, text, expected] of cases)
  test(name, () => assert.equal(withoutJsonComments(text), expected))
