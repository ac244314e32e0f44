import assert from 'node:assert/strict'
import { test } from 'node:test'
import { constants, deflateSync } from 'node:zlib'
import { createCluster } from '../../src/cluster/cluster.ts'
import { forwardedPorts } from '../../src/node/forward-channels.ts'
import { practiceTransport } from '../../src/node/practice-transport.ts'
import { headerDictionary } from '../../src/node/spdy/dictionary.ts'
import { SpdyServer } from '../../src/node/spdy/spdy-server.ts'
import { systemClock } from '../../src/node/system-clock.ts'
import { namespace, pod, Practice } from '../sim/practice.ts'

test('the client in this process reaches a port, and is told why when it can’t', async t => {
  const practice = new Practice()
  t.after(() => practice.cluster.dispose())
  await practice.apply(namespace('shop'), pod('shop', 'web', 'nginx:1.29'))
  const cluster = createCluster(practiceTransport(practice.cluster), {
    context: 'practice',
    simulated: true,
    clock: systemClock,
    random: Math.random
  })
  const asked = async (port: number): Promise<readonly [string, string | undefined]> => {
    const opened = await cluster.forward({ namespace: 'shop', name: 'web', port })
    assert.ok(opened.ok)
    const { value } = opened
    value.send(new TextEncoder().encode('GET / HTTP/1.0\r\n\r\n'))
    let text = ''
    for await (const bytes of value.received) text += new TextDecoder().decode(bytes)
    return [text, value.problem()]
  }
  const [text, problem] = await asked(80)
  assert.match(text, /^HTTP\/1\.1 200 OK\r\n[^]*Welcome to nginx/)
  assert.equal(problem, undefined)
  assert.match((await asked(81))[1] ?? '', /nothing listens at port 81/)
  const gone = await cluster.forward({ namespace: 'shop', name: 'none', port: 80 })
  assert.equal(!gone.ok && gone.error.reason, 'not-found')
})

test('ports are named as the kubelet wants them', () => {
  const cases: Readonly<Record<string, readonly number[] | RegExp>> = {
    'ports=80&ports=8080': [80, 8080],
    'ports=80,65535': [80, 65535],
    '': /is required/,
    'ports=': /cannot be empty/,
    'ports=http': /unable to parse "http"/,
    'ports=65536': /unable to parse/,
    'ports=0': /must be > 0/
  }
  for (const [query, expected] of Object.entries(cases)) {
    const ports = forwardedPorts(new URLSearchParams(query))
    if (expected instanceof RegExp) assert.match(String(ports), expected, query)
    else assert.deepEqual(ports, expected, query)
  }
})

test('headers are compressed with the dictionary that the protocol names', () => {
  assert.equal(headerDictionary().length, 1423)
  // The checksum behind the two bytes of the header (RFC 1950).
  const compressed = deflateSync('x', { dictionary: headerDictionary() })
  assert.equal(compressed.readUInt32BE(2), 0xe3c6a7c2)
})

interface Heard {
  readonly events: string[]
  readonly written: Buffer[]
}

async function heard(...pieces: readonly Buffer[]): Promise<Heard> {
  const events: string[] = []
  const written: Buffer[] = []
  let tell: () => void = () => {}
  const settled = new Promise<void>(resolve => (tell = resolve))
  const server = new SpdyServer({
    write: bytes => written.push(Buffer.from(bytes)),
    opened(stream) {
      events.push(`open ${stream.id} ${[...stream.headers].join(' ')}`)
      stream.send(Buffer.from('hello'))
      stream.end()
      stream.send(Buffer.from('too late'))
    },
    received: (stream, bytes) => events.push(`data ${stream.id} ${Buffer.from(bytes).toString()}`),
    ended(stream) {
      events.push(`end ${stream.id}`)
      tell()
    },
    failed() {
      events.push('failed')
      tell()
    }
  })
  for (const piece of pieces) server.receive(piece)
  await settled
  server.close()
  return { events, written }
}

function frame(kind: number, flags: number, body: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE((0x8003_0000 | kind) >>> 0)
  head.writeUInt8(flags, 4)
  head.writeUIntBE(body.length, 5, 3)
  return Buffer.concat([head, body])
}

function opening(flags: number): Buffer {
  const block = Buffer.concat(
    [1, 'port', '80'].flatMap(part => {
      const number = Buffer.alloc(4)
      number.writeUInt32BE(typeof part === 'number' ? part : part.length)
      return typeof part === 'number' ? [number] : [number, Buffer.from(part)]
    })
  )
  const compressed = deflateSync(block, {
    dictionary: headerDictionary(),
    finishFlush: constants.Z_SYNC_FLUSH
  })
  const head = Buffer.alloc(10)
  head.writeUInt32BE(1)
  return frame(1, flags, Buffer.concat([head, compressed]))
}

const data = Buffer.from('00000001' + '01' + '000002' + '6869', 'hex')

test('a stream is opened, answered and ended, in whatever pieces its frames come', async () => {
  const all = Buffer.concat([opening(0), frame(6, 0, Buffer.from('00000007', 'hex')), data])
  const bytes = [...all].map(byte => Buffer.from([byte]))
  for (const pieces of [[all], bytes]) {
    const { events, written } = await heard(...pieces)
    assert.deepEqual(events, ['open 1 port,80', 'data 1 hi', 'end 1'])
    const [reply, hello, end, ping] = written
    assert.equal(reply?.readUInt32BE(0), 0x8003_0002)
    assert.equal(hello?.toString('latin1'), '\0\0\0\u0001\0\0\0\u0005hello')
    assert.equal(end?.toString('hex'), '0000000101000000')
    assert.equal(ping?.toString('hex'), '800300060000000400000007')
    assert.equal(written.length, 4)
  }
})

test('a reset ends its stream, and what is no SPDY ends the connection', async () => {
  const reset = frame(3, 0, Buffer.from('0000000100000005', 'hex'))
  assert.deepEqual((await heard(opening(0), reset)).events, ['open 1 port,80', 'end 1'])
  assert.deepEqual((await heard(Buffer.from('80020001000000', 'hex'), data)).events, ['failed'])
  const garbage = frame(1, 0, Buffer.alloc(40, 1))
  assert.deepEqual((await heard(garbage)).events, ['failed'])
})
