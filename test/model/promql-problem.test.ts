import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLogql, promqlProblems } from '../../src/model/promql-problem.ts'

const cases: readonly [string, string | undefined, number | undefined][] = [
  ['up == 0', undefined, undefined],
  ['sum by (job) (rate(x{path=~"a[)]b"}[5m]))', undefined, undefined],
  ["x{a='}'} # (", undefined, undefined],
  ['-up', undefined, undefined],
  ['up{job!="a", b!~"c",} unless on (job) x offset 5m', undefined, undefined],
  ['rate (x[5m:1m] @ start()) > bool 1e3', undefined, undefined],
  ['quantile_over_time(0.9, x[5m])', undefined, undefined],
  ['max_over_time(sum(rate(x[5m]))[1h:])', undefined, undefined],
  ['{"my.metric", job="a"} ^ 2', undefined, undefined],
  ['label_replace(up, "a", "$1", "job", "(.*) = x")', undefined, undefined],
  ['sum without () (a) * on (b) group_left (c) b ^ -2.', undefined, undefined],
  ['count_values("v", up) or offset offset -5m', undefined, undefined],
  ['rate(x[step() * 2] anchored) + fill(0) fill * fill', undefined, undefined],
  [
    'sum_over_time((x + 1)[1h:]) </ SUM(inf)',
    'SUM takes series with one value each here, and this is a number.',
    35
  ],
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
  ['sum(rate(x)) > 1', 'rate needs a range, such as `[5m]`, behind the selector.', 9],
  [
    'quantile_over_time(0.9, x)',
    'quantile_over_time needs a range, such as `[5m]`, behind the selector.',
    24
  ],
  ['up and', 'Nothing stands behind `and`.', 3],
  ['sum(increse(x[5m]))', 'There is no function increse. Did you mean increase?', 4],
  [
    'sum(x[5m])',
    'sum takes one value of each series, and this is a range of them: a function such as rate belongs around it.',
    4
  ],
  [
    'rate(sum(x)[5m])',
    'A range belongs behind a selector. That of an expression has a step: `[5m:1m]`, or `[5m:]`.',
    11
  ],
  ['rate(x offset 1m [5m])', 'The range belongs before `offset` and `@`.', 17],
  ['x offset 30m1h', 'The units of a duration come from the largest to the smallest: `1h30m`.', 9],
  ['rate(x[5 m])', 'Here `]` is missing.', 9],
  ['rate(x[-5m])', 'This has to be longer than 0.', 7],
  ['1 > 2', 'Two numbers are compared with `> bool`.', 2],
  ['a + bool b', '`bool` goes with comparisons only.', 2],
  ['a and on (b) group_left c', '`group_left` does not go with `and`.', 13],
  ['a * group_left b', '`group_left` belongs behind an operator.', 4],
  ['a == on (job) 1', '`on` needs series on both sides, and one is a number.', 2],
  ['sum(a) by (job,,)', 'The name of a label belongs here.', 15],
  ['topk(x)', 'topk takes a parameter and an expression: 2 arguments, and here are 1.', 0],
  ['round(x, 1, 2)', 'round takes 1 to 2 arguments, and here are 3.', 0],
  [
    '{job=~".*"}',
    'This takes every series there is: one label needs a value that is not empty.',
    0
  ],
  [
    '{job!~".+"}',
    'This takes every series there is: one label needs a value that is not empty.',
    0
  ],
  ['x{job=~"a(b"}', 'This is no regular expression. A parenthesis is never closed.', 7],
  ['x{job=~"\\\\d"}', undefined, undefined],
  [
    'x{job=~"\\d"}',
    'No string has this escape; a backslash is written as `\\\\`, or the string stands in backticks.',
    8
  ],
  ['up == 1 for 5m', 'An operator is missing before for.', 8],
  ['up > 5 $', 'The character $ has no meaning here.', 7],
  ['up > 5x', '5x is neither a number nor a duration such as `5m`.', 5],
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
      [5, undefined],
      [8, '=='],
      [17, '==']
    ]
  )
})

const logs: readonly (readonly [string, boolean])[] = [
  ['sum(rate({app="web"} |= "error" | json [5m])) > 10', true],
  ['sum by (app) (count_over_time({app="web"} != "debug" [5m]))', true],
  ['bytes_rate({app="web"}[5m]) > 1e6', true],
  ['rate(x{job=~"a|b"}[5m]) != 1', false],
  ['x{job="a"} != 1', false],
  ['x{job=a|b}', false],
  ['', false]
]

for (const [text, isOfLogs] of logs)
  test(`${text || 'nothing'} is ${isOfLogs ? '' : 'not '}for Loki`, () => {
    assert.equal(isLogql(text), isOfLogs)
  })
