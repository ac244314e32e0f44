import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAddressRange, rangeContains, rangesOverlap } from '../../src/model/address-range.ts'
import { parseIp } from '../../src/model/cidr.ts'
import { parseGoDuration } from '../../src/model/go-duration.ts'

test('a range is written as a CIDR or by its two ends', () => {
  const texts = ['192.0.2.0/30', '192.0.2.0-192.0.2.3', '192.0.2.0 - 192.0.2.3']
  for (const text of texts) {
    const range = parseAddressRange(text)
    assert.equal(range?.last, (range?.first ?? 0n) + 3n, text)
  }
  assert.equal(parseAddressRange('2001:db8::/127')?.family, 'IPv6')
})

test('an address, ends of two families and other text are no ranges', () => {
  for (const text of ['192.0.2.1', '192.0.2.1-2001:db8::1', 'web', '', '-', '192.0.2.0/33'])
    assert.equal(parseAddressRange(text), undefined, text)
})

test('ranges overlap when they have an address in common', () => {
  const overlap = (a: string, b: string): boolean =>
    rangesOverlap(parseAddressRange(a)!, parseAddressRange(b)!)
  assert.equal(overlap('192.0.2.0/28', '192.0.2.15-192.0.2.20'), true)
  assert.equal(overlap('192.0.2.0/28', '192.0.2.16-192.0.2.20'), false)
  assert.equal(overlap('0.0.0.0/0', '::/0'), false)
  assert.equal(rangeContains(parseAddressRange('192.0.2.0/28')!, parseIp('192.0.2.15')!), true)
  assert.equal(
    rangeContains(parseAddressRange('192.0.2.0/28')!, parseIp('::ffff:192.0.2.1')!),
    false
  )
})

test('durations are read as Go writes them', () => {
  const cases: readonly [string, number | undefined][] = [
    ['1m30s', 90_000],
    ['1.5h', 5_400_000],
    ['0', 0],
    ['250ms', 250],
    ['10', undefined],
    ['1d', undefined],
    ['', undefined]
  ]
  for (const [text, expected] of cases) assert.equal(parseGoDuration(text), expected, text)
})
