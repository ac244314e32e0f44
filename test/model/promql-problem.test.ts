import assert from 'node:assert/strict'
import { test } from 'node:test'
import { promqlProblem } from '../../src/model/promql-problem.ts'

const cases: readonly [string, string | undefined, number | undefined][] = [
  ['up == 0', undefined, undefined],
  ['sum by (job) (rate(x{path=~"a)b"}[5m]))', undefined, undefined],
  ["x{a='}'} # (", undefined, undefined],
  ['sum(rate(x[5m])', 'This bracket is not closed.', 3],
  ['sum(x))', 'A bracket is closed that was never opened.', 6],
  ['rate(x[5m)', 'Here `]` is missing.', 9],
  ['x{a="b}', 'This quote is not closed.', 4],
  ['  # nothing', 'The expression is empty.', 0],
  ['', 'The expression is empty.', 0]
]

for (const [text, message, offset] of cases)
  test(`${text || 'nothing'}: ${message ?? 'no problem'}`, () => {
    const problem = promqlProblem(text)
    assert.deepEqual([problem?.message, problem?.offset], [message, offset])
  })
