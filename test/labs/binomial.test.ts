/** The regions of the counting tests, held against figures that statistics packages give. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acceptedHits, chanceOfScatter } from '../../src/labs/binomial.ts'

const regions: readonly (readonly [share: number, requests: number, from: number, to: number])[] = [
  [0.1, 100, 2, 21],
  [0.1, 200, 8, 35],
  [0.1, 400, 22, 61],
  [0.1, 1000, 70, 132],
  [0.2, 400, 55, 107],
  [0.2, 300, 38, 84],
  [0.5, 100, 34, 66],
  [0.5, 200, 77, 123],
  [0.5, 400, 167, 233],
  [0, 100, 0, 0],
  [1, 100, 100, 100]
]

for (const [share, requests, from, to] of regions)
  test(`a share of ${share} of ${requests} requests may have ${from} to ${to} hits`, () => {
    assert.deepEqual(acceptedHits(requests, share), { from, to })
  })

/** Critical values of chi-square at 0.001. */
const critical: readonly (readonly [degrees: number, value: number])[] = [
  [1, 10.828],
  [2, 13.816],
  [3, 16.266],
  [4, 18.467]
]

for (const [degrees, value] of critical)
  test(`chi-square ${value} with ${degrees} degrees of freedom has the chance 0.001`, () => {
    const share = 1 / (degrees + 1)
    const requests = 1e9
    const expected = requests * share
    // Two servers are off by the same number in opposite directions, so the scatter is 2 d² / expected.
    const off = Math.sqrt((value * expected) / 2)
    const counts = Array.from({ length: degrees + 1 }, (_, i) => ({
      share,
      hits: expected + (i === 0 ? off : i === 1 ? -off : 0)
    }))
    assert.ok(Math.abs(chanceOfScatter(counts) - 0.001) < 1e-6, String(chanceOfScatter(counts)))
  })

test('shares that are kept exactly scatter not at all', () => {
  assert.equal(
    chanceOfScatter([
      { hits: 200, share: 0.5 },
      { hits: 120, share: 0.3 },
      { hits: 80, share: 0.2 }
    ]),
    1
  )
})
