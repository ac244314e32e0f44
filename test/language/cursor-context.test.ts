import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cursorContext } from '../../src/language/cursor-context.ts'

/** Part and path where the text has a `|`. */
function at(text: string): string {
  const cursor = cursorContext(text.replace('|', ''), text.indexOf('|'))
  return cursor ? `${cursor.part} ${cursor.path.join('.')}` : 'nothing'
}

const list = `spec:
  rules:
    - host: a
      http:
        paths:
          - path: /
    - host: b
`

test('the path leads through maps and lists', () => {
  assert.equal(at('spec:\n  |'), 'key spec')
  assert.equal(at('spec:\n  type: |'), 'value spec.type')
  assert.equal(at(`${list}      |`), 'key spec.rules.1')
  assert.equal(at(`${list}      http:\n        |`), 'key spec.rules.1.http')
})

test('items before the one at the cursor do not enclose it', () => {
  assert.equal(at(`${list}      host: |`), 'value spec.rules.1.host')
  assert.equal(at(`${list}    - |`), 'key spec.rules.0')
  assert.equal(
    at(list.replace('path: /', 'path: /\n            |')),
    'key spec.rules.0.http.paths.0'
  )
})

test('a list may stand in the column of its key', () => {
  assert.equal(at('spec:\n  ports:\n  - port: 80\n  - port: 81\n    |'), 'key spec.ports.1')
})

test('comments and flow collections have no place', () => {
  assert.equal(at('# |'), 'nothing')
  assert.equal(at('ports: [|'), 'nothing')
})
