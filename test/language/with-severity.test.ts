import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Finding } from '../../src/language/finding.ts'
import { withSeverity } from '../../src/language/with-severity.ts'

function findingThatCounts(): { readonly finding: Finding; readonly asked: () => number } {
  let asked = 0
  const start = { line: 0, character: 0 }
  const finding: Finding = {
    uri: 'file:///a.yaml',
    document: 0,
    rule: 'service/x',
    severity: 'warning',
    message: '',
    what: '',
    why: '',
    todo: '',
    path: 'spec',
    range: { start: 0, end: 1 },
    position: { start, end: start },
    get fixes() {
      asked++
      return []
    },
    related: [],
    page: ''
  }
  return { finding, asked: () => asked }
}

test('another severity leaves everything else, and asks for no fix', () => {
  const { finding, asked } = findingThatCounts()
  const changed = withSeverity(finding, 'hint')
  assert.equal(changed.severity, 'hint')
  assert.equal(changed.rule, 'service/x')
  assert.equal(finding.severity, 'warning')
  assert.equal(asked(), 0)
  assert.deepEqual(changed.fixes, [])
  assert.equal(asked(), 1)
})

test('the same severity is the same finding', () => {
  const { finding, asked } = findingThatCounts()
  assert.equal(withSeverity(finding, 'warning'), finding)
  assert.equal(asked(), 0)
})
