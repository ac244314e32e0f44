import assert from 'node:assert/strict'
import { test } from 'node:test'
import { slipOf } from '../../src/rules/shared/slip-of.ts'

const cases: readonly [string, string, boolean][] = [
  ['wbe', 'web', true],
  ['shopp', 'shop', true],
  ['fronted', 'frontend', true],
  ['Web', 'web', true],
  ['pubic', 'public', true],
  ['web-v1', 'web-v2', false],
  ['v1', 'v2', false],
  ['api', 'app', false],
  ['dev', 'prod', false],
  ['mirror-gateway', 'prod-gateway', false],
  ['blue', 'green', false],
  ['istio-ingressgateway', 'istio-egressgateway', false],
  ['db', 'web', false],
  ['web', 'web', false]
]

for (const [written, name, expected] of cases)
  test(`${written} is ${expected ? '' : 'not '}a slip for ${name}`, () => {
    assert.equal(slipOf(written, [name]) !== undefined, expected)
  })
