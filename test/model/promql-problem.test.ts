import assert from 'node:assert/strict'
import { test } from 'node:test'
import { promqlProblems } from '../../src/model/promql-problem.ts'

const cases: readonly [string, string | undefined, number | undefined][] = [
  ['up == 0', undefined, undefined],
  ['sum by (job) (rate(x{path=~"a)b"}[5m]))', undefined, undefined],
  ["x{a='}'} # (", undefined, undefined],
  ['-up', undefined, undefined],
  ['up{job!="a", b!~"c",} unless on (job) x offset 5m', undefined, undefined],
  ['rate (x[5m:1m] @ start()) > bool 1e3', undefined, undefined],
  ['quantile_over_time(0.9, x[5m])', undefined, undefined],
  ['max_over_time(sum(rate(x[5m]))[1h:])', undefined, undefined],
  ['{"my.metric", job="a"} ^ 2', undefined, undefined],
  ['label_replace(up, "a", "$1", "job", "(.*) = x")', undefined, undefined],
  ['sum(rate(x[5m])', 'This bracket is not closed.', 3],
  ['sum(x))', 'A bracket is closed that was never opened.', 6],
  ['rate(x[5m)', 'Here `]` is missing.', 9],
  ['x{a="b}', 'This quote is not closed.', 4],
  ['  # nothing', 'The expression is empty.', 0],
  ['', 'The expression is empty.', 0],
  ['up = 0', 'Values are compared with `==`.', 3],
  ['up =~ "a"', '`=~` stands only between the braces of a selector.', 3],
  ['up{job=web}', 'The value web needs quotes.', 7],
  ['up{job=="web"}', 'A selector has one `=`.', 6],
  ['sum(rate(x)) > 1', 'rate needs a range, such as `[5m]`, behind the selector.', 4],
  [
    'quantile_over_time(0.9, x)',
    'quantile_over_time needs a range, such as `[5m]`, behind the selector.',
    0
  ],
  ['up and', 'Nothing stands behind `and`.', 3],
  ['> 5', 'Nothing stands before `>`.', 0]
]

for (const [text, message, offset] of cases)
  test(`${text || 'nothing'}: ${message ?? 'no problem'}`, () => {
    const [problem, ...more] = promqlProblems(text)
    assert.deepEqual([problem?.message, problem?.offset, more], [message, offset, []])
  })

test('every wrong place of an expression is told, in their order', () => {
  assert.deepEqual(
    promqlProblems('rate(a) = 0 or b = 1').map(({ offset, meant }) => [offset, meant]),
    [
      [0, undefined],
      [8, '=='],
      [17, '==']
    ]
  )
})
