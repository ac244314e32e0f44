import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  cidrContains,
  cidrCovers,
  cidrHasHostBits,
  cidrSize,
  cidrsOverlap,
  firstIpOf,
  formatCidr,
  formatIp,
  isIpv4Mapped,
  lastIpOf,
  maskCidr,
  parseCidr,
  parseIp,
  type Cidr,
  type Ip
} from '../../src/model/cidr.ts'

describe('addresses are read as strictly as Go reads them', () => {
  const good: readonly (readonly [string, string])[] = [
    ['0.0.0.0', '0.0.0.0'],
    ['255.255.255.255', '255.255.255.255'],
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['2001:DB8::A', '2001:db8::a'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['::ffff:10.0.0.1', '::ffff:10.0.0.1'],
    ['::ffff:a00:1', '::ffff:10.0.0.1'],
    ['fe80::1%eth0', 'fe80::1%eth0']
  ]
  for (const [text, canonical] of good)
    test(`${text} is ${canonical}`, () => {
      const ip = parseIp(text)
      assert.ok(ip)
      assert.equal(formatIp(ip), canonical)
    })

  const bad = [
    '',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.04',
    '1.2.3.',
    ' 1.2.3.4',
    '1.2.3.4/32',
    '1.2.3.-4',
    '0x1.2.3.4',
    '1.2.3.4%eth0',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '12345::',
    'g::',
    '1.2.3.4::',
    '::1.2.3.4:5',
    '::01.2.3.4',
    '[::1]',
    ':1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:',
    'fe80::1%'
  ]
  for (const text of bad)
    test(`${JSON.stringify(text)} is no address`, () => assert.equal(parseIp(text), undefined))
})

describe('ranges', () => {
  const bad = [
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0.0/+8',
    '10.0.0.0/',
    '::/129',
    'fe80::%a/64',
    '10.0.0/8'
  ]
  for (const text of bad)
    test(`${text} is no range`, () => assert.equal(parseCidr(text), undefined))

  const rows: readonly (readonly [string, string, boolean])[] = [
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.1.2.3/8', '10.0.0.0', true],
    ['0.0.0.0/0', '255.255.255.255', true],
    ['0.0.0.0/0', '::1', false],
    ['10.0.0.1/32', '10.0.0.1', true],
    ['10.0.0.1/32', '10.0.0.2', false],
    ['::/0', '2001:db8::1', true],
    ['2001:db8::/32', '2001:db9::', false],
    ['10.0.0.0/8', '::ffff:10.0.0.1', false],
    ['::ffff:10.0.0.0/104', '10.0.0.1', false],
    ['fe80::/10', 'fe80::1%eth0', false]
  ]
  for (const [range, address, expected] of rows)
    test(`${range} ${expected ? 'contains' : 'does not contain'} ${address}`, () =>
      assert.equal(cidrContains(cidr(range), ip(address)), expected))

  test('bits behind the prefix are found and cleared', () => {
    assert.equal(cidrHasHostBits(cidr('10.0.0.1/24')), true)
    assert.equal(cidrHasHostBits(cidr('10.0.0.0/24')), false)
    assert.equal(cidrHasHostBits(cidr('10.0.0.1/32')), false)
    assert.equal(formatCidr(maskCidr(cidr('2001:db8::1/64'))), '2001:db8::/64')
  })

  test('a range knows its ends and its size', () => {
    const range = cidr('192.168.1.77/26')
    assert.equal(formatIp(firstIpOf(range)), '192.168.1.64')
    assert.equal(formatIp(lastIpOf(range)), '192.168.1.127')
    assert.equal(cidrSize(range), 64n)
    assert.equal(cidrSize(cidr('::/0')), 1n << 128n)
  })

  test('ranges cover and overlap', () => {
    assert.equal(cidrCovers(cidr('10.0.0.0/8'), cidr('10.1.0.0/16')), true)
    assert.equal(cidrCovers(cidr('10.1.0.0/16'), cidr('10.0.0.0/8')), false)
    assert.equal(cidrsOverlap(cidr('10.1.0.0/16'), cidr('10.0.0.0/8')), true)
    assert.equal(cidrsOverlap(cidr('10.1.0.0/16'), cidr('10.2.0.0/16')), false)
    assert.equal(cidrsOverlap(cidr('0.0.0.0/0'), cidr('::/0')), false)
  })
})

test('IPv4 inside of IPv6 is told apart', () => {
  assert.equal(isIpv4Mapped(ip('::ffff:1.2.3.4')), true)
  assert.equal(isIpv4Mapped(ip('::1.2.3.4')), false)
  assert.equal(isIpv4Mapped(ip('1.2.3.4')), false)
})

test('what is written reads back as the same address', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, (1n << 128n) - 1n), value => {
      const address: Ip = { family: 'IPv6', value }
      assert.deepEqual(parseIp(formatIp(address)), address)
    })
  )
  fc.assert(
    fc.property(fc.bigInt(0n, (1n << 32n) - 1n), fc.integer({ min: 0, max: 32 }), (value, bits) => {
      const range: Cidr = { family: 'IPv4', value, bits }
      assert.deepEqual(parseCidr(formatCidr(range)), range)
    })
  )
})

function ip(text: string): Ip {
  const parsed = parseIp(text)
  assert.ok(parsed, text)
  return parsed
}

function cidr(text: string): Cidr {
  const parsed = parseCidr(text)
  assert.ok(parsed, text)
  return parsed
}
