/** Captures as tcpdump writes them, byte by byte. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { flowsOf, packetLine, readPcap, type Packet } from '../../src/labs/pcap.ts'
import { ethernet, pcapOf, tcp4, tcp6, udp4 } from './packets.ts'

function packetsIn(bytes: Uint8Array): readonly Packet[] {
  const read = readPcap(bytes)
  assert.ok(!('problem' in read), JSON.stringify(read))
  return read
}

const syn = tcp4('10.1.0.5', 40_000, '10.1.0.7', 8080, { flags: 0x02 })

describe('a packet in one line', () => {
  const rows: readonly (readonly [title: string, packet: Uint8Array, line: string])[] = [
    ['TCP over IPv4', syn, 'IP 10.1.0.5.40000 > 10.1.0.7.8080: Flags [S], length 0'],
    [
      'TCP with data',
      tcp4('10.1.0.7', 8080, '10.1.0.5', 40_000, { flags: 0x18, data: 12 }),
      'IP 10.1.0.7.8080 > 10.1.0.5.40000: Flags [P.], length 12'
    ],
    [
      'TCP over IPv6',
      tcp6('fd00:0:0:0:0:0:0:5', 40_000, 'fd00:0:0:1:0:0:0:7', 80, { flags: 0x12 }),
      'IP6 fd00::5.40000 > fd00:0:0:1::7.80: Flags [S.], length 0'
    ],
    [
      'UDP',
      udp4('10.1.0.5', 5353, '10.96.0.10', 53, 30),
      'IP 10.1.0.5.5353 > 10.96.0.10.53: UDP, length 30'
    ],
    ['ARP', ethernet(0x0806, new Uint8Array(28)), 'ARP, length 28'],
    ['another kind of frame', ethernet(0x88cc, new Uint8Array(4)), 'ethertype 0x88cc, length 4']
  ]
  for (const [title, packet, line] of rows)
    test(title, () => assert.deepEqual(packetsIn(pcapOf(packet)).map(packetLine), [line]))
})

test('both byte orders, nanoseconds and other kinds of links are read', () => {
  const line = 'IP 10.1.0.5.40000 > 10.1.0.7.8080: Flags [S], length 0'
  const ip = syn.subarray(14)
  const cooked = new Uint8Array([...new Uint8Array(14), 0x08, 0x00, ...ip])
  const cooked2 = new Uint8Array([0x08, 0x00, ...new Uint8Array(18), ...ip])
  for (const bytes of [
    pcapOf.bigEndian(syn),
    pcapOf.nanoseconds(syn),
    pcapOf.ofLink(101, ip),
    pcapOf.ofLink(113, cooked),
    pcapOf.ofLink(276, cooked2)
  ])
    assert.deepEqual(packetsIn(bytes).map(packetLine), [line])
})

test('a packet that is cut off at the end is left out, the ones before it count', () => {
  const whole = pcapOf(syn, syn)
  assert.equal(packetsIn(whole.subarray(0, whole.length - 3)).length, 1)
})

test('what is no capture is told apart from a capture of nothing', () => {
  assert.deepEqual(packetsIn(pcapOf()), [])
  for (const bytes of [
    new Uint8Array(),
    new TextEncoder().encode('tcpdump: no such device'),
    new TextEncoder().encode('x'.repeat(60)),
    pcapOf.ofLink(9999, syn)
  ])
    assert.ok('problem' in readPcap(bytes))
})

test('packets are counted by direction, with their bytes on the wire', () => {
  const answer = tcp4('10.1.0.7', 8080, '10.1.0.5', 40_000, { flags: 0x12 })
  assert.deepEqual(flowsOf(packetsIn(pcapOf(syn, answer, syn))), [
    { line: 'IP TCP 10.1.0.5.40000 > 10.1.0.7.8080', packets: 2, bytes: 2 * syn.length },
    { line: 'IP TCP 10.1.0.7.8080 > 10.1.0.5.40000', packets: 1, bytes: answer.length }
  ])
})
