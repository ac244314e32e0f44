import assert from 'node:assert/strict'
import { test } from 'node:test'
import { productLabs } from '../../scripts/generate/walkthroughs.ts'
import { patternWords, plainText } from '../../src/labs/pattern-words.ts'

const cases: readonly (readonly [string, string | undefined])[] = [
  ['ndots:1\\b', 'ndots:1'],
  ['^right\\s*$', 'right'],
  ['^10\\.250\\.0\\.7/24', '10.250.0.7/24'],
  ['from 10.9.0.5 lookup 100', 'from 10.9.0.5 lookup 100'],
  ['"verdict":"FORWARDED"', '"verdict":"FORWARDED"'],
  ['\\[a\\]', '[a]'],
  ['version (v[12])', undefined],
  ['^\\d{3,}\\s*$', undefined],
  ['web-.+', undefined],
  ['a|b', undefined]
]

for (const [pattern, text] of cases)
  test(`${pattern} is ${text ?? 'more than a text'}`, () => {
    assert.equal(plainText(pattern), text)
  })

test('words of the lab go before its expression', () => {
  assert.equal(patternWords('a|b', 'one of two letters'), 'one of two letters')
  assert.equal(patternWords('ndots:1\\b'), '“ndots:1”')
})

test('no lab shows an expression to the person who learns', () => {
  const shown = productLabs().flatMap(({ id, steps }) =>
    steps
      .flatMap(({ checks }) => checks)
      .flatMap(check => {
        if (check.kind !== 'exec' && check.kind !== 'http') return []
        const { words } = check.expect
        const own = 'bodyMatches' in check.expect ? check.expect.bodyMatches : undefined
        const looked = check.kind === 'exec' ? check.expect.stdout : own
        const without = check.kind === 'exec' ? check.expect.without : undefined
        const isBare =
          looked !== undefined && words === undefined && plainText(looked) === undefined
        const isBareWithout = without !== undefined && plainText(without) === undefined
        return isBare || isBareWithout ? [`${id}: ${check.id}`] : []
      })
  )
  assert.deepEqual(shown, [])
})
