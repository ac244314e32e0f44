import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseTraefikRule } from '../../src/model/traefik-rule.ts'

const right = [
  'Host(`example.com`)',
  'Host("example.com") && PathPrefix(`/api`)',
  '(Host(`a`) || Host(`b`)) && !Path(`/`)',
  'Header(`X-Kind`, `1`)\n  && Method(`GET`)',
  '!(Host(`a`))',
  'HostRegexp(`^[a-z]+\\.example\\.com$`)'
]

for (const rule of right)
  test(`${JSON.stringify(rule)} can be read`, () => {
    assert.equal(parseTraefikRule(rule).problem, undefined)
  })

const wrong: readonly [string, string, string][] = [
  ['Host(`a`', '(', 'This bracket is not closed.'],
  ['Host(`a`))', ')', 'A bracket is closed that was never opened.'],
  ['(Host(`a`) && Path(`/`)', '(', 'This bracket is not closed.'],
  ['Host(`a`) & Path(`/`)', '&', 'Write `&&` for &.'],
  ['Host(`a`) AND Path(`/`)', 'AND', 'Write `&&` for AND.'],
  ['Host(`a`) Path(`/`)', 'Path(`/`)', 'Here `&&` or `||` is missing.'],
  ["Host('a')", "'", 'Write the value in backticks, not in single quotes.'],
  ['Host(a.example)', 'a.example', 'Write the value in backticks.'],
  ['Host(`a)', '`', 'This quote is not closed.'],
  ['Host(`a`) &&', '&', 'The rule ends where a matcher is expected.'],
  ['Host', 'Host', 'Host needs its value in brackets.']
]

for (const [rule, place, message] of wrong)
  test(`${rule} is told at ${place}`, () => {
    const { problem } = parseTraefikRule(rule)
    assert.equal(problem?.message, message)
    assert.equal(rule.slice(problem.start, problem.end), place)
  })

test('a matcher is known with its values and its place', () => {
  const rule = 'Host(`a`) && Header(`X`, `1`)'
  const [, header] = parseTraefikRule(rule).matchers
  assert.deepEqual(header?.args, ['X', '1'])
  assert.equal(rule.slice(header.start, header.end), 'Header(`X`, `1`)')
})

test('thousands of brackets are refused and no more', () => {
  assert.match(parseTraefikRule('('.repeat(100_000)).problem?.message ?? '', /nested/)
})
