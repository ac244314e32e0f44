import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isProtected } from '../../src/cluster/protected-contexts.ts'

const cases: readonly (readonly [context: string, pattern: string, expected: boolean])[] = [
  ['prod-eu', '*prod*', true],
  ['eu-PROD', '*prod*', true],
  ['staging', '*prod*', false],
  ['prod', 'prod', true],
  ['prod-eu', 'prod', false],
  ['a.b', 'a.b', true],
  ['axb', 'a.b', false],
  ['arn:aws:eks:eu:1:cluster/live', 'arn:*/live', true]
]

for (const [context, pattern, expected] of cases)
  test(`${context} is ${expected ? '' : 'not '}protected by ${pattern}`, () => {
    assert.equal(isProtected(context, [pattern]), expected)
  })

test('without patterns nothing is protected', () => {
  assert.equal(isProtected('prod', []), false)
})
