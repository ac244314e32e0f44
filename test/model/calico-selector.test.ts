import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calicoSelectorProblem } from '../../src/model/calico-selector.ts'

const right = [
  '',
  'all()',
  'global()',
  "color == 'red'",
  'projectcalico.org/namespace == "default"',
  'has(tier) && !has( debug )',
  "role in { 'a', 'b' } || role not in {'c'}",
  "(a == 'b' && c != 'd') || e contains 'f'",
  "name starts with 'web' && name ends with '1'",
  "in == 'a'",
  "!(a == 'b')",
  'role in {}'
]

for (const selector of right)
  test(`${selector || 'the empty selector'} can be read`, () => {
    assert.equal(calicoSelectorProblem(selector), undefined)
  })

const wrong: readonly [string, string, RegExp][] = [
  ["color = 'red'", '=', /Write `==`/],
  ['color == red', 'red', /in quotes/],
  ["color == 'red", "'", /not closed/],
  ["a == 'b' & c == 'd'", '&', /Write `&&`/],
  ["a == 'b' c == 'd'", 'c', /missing/],
  ["(a == 'b'", '(', /not closed/],
  ["a == 'b')", ')', /never opened/],
  ["role in ('a', 'b')", '(', /braces/],
  ['role', 'role', /comparison is expected/],
  ['any()', 'any', /There is no any/],
  ['app: web', ':', /no meaning/],
  ["a == 'b' &&", '&', /A label is expected/],
  ["role in { 'a' ", '{', /not closed/]
]

for (const [selector, place, message] of wrong)
  test(`${selector} is told at ${place}`, () => {
    const problem = calicoSelectorProblem(selector)
    assert.match(problem?.message ?? 'nothing', message)
    assert.equal(selector.slice(problem?.start, problem?.end), place)
  })
