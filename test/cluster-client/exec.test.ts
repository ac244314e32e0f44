import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ClusterErrorReason } from '../../src/cluster/cluster-error.ts'
import { createCluster, type Cluster } from '../../src/cluster/cluster.ts'
import type { Socket, SocketRequest } from '../../src/cluster/transport.ts'
import { FakeClock, settled } from '../support/fake-clock.ts'
import { failure, scriptedSocket, ScriptedTransport } from './scripted-transport.ts'

type Message = readonly [channel: number, data: string | Uint8Array]

const success: Message = [3, '{"metadata":{},"status":"Success"}']
const inPod = { namespace: 'shop', name: 'client' }

function clusterWith(socket: (request: SocketRequest) => Socket | Promise<Socket>): {
  cluster: Cluster
  clock: FakeClock
  transport: ScriptedTransport
} {
  const transport = new ScriptedTransport({}, async request => await socket(request))
  const clock = new FakeClock()
  const cluster = createCluster(transport, {
    context: 'test',
    simulated: false,
    clock,
    random: () => 0
  })
  return { cluster, clock, transport }
}

function exitStatus(code: number): Message {
  const causes = [{ reason: 'ExitCode', message: String(code) }]
  return [3, JSON.stringify({ status: 'Failure', reason: 'NonZeroExitCode', details: { causes } })]
}

const euro = new TextEncoder().encode('€')
const outcomes: readonly {
  title: string
  messages: readonly Message[]
  exitCode: number
  stdout?: string
  stderr?: string
}[] = [
  { title: 'success is exit code 0', messages: [success], exitCode: 0 },
  {
    title: 'both outputs are kept apart',
    messages: [[1, 'a'], [2, 'warn'], [1, 'b'], success],
    exitCode: 0,
    stdout: 'ab',
    stderr: 'warn'
  },
  { title: 'a command that fails is an answer', messages: [exitStatus(28)], exitCode: 28 },
  {
    title: 'a character cut in two messages is whole again',
    messages: [[1, euro.subarray(0, 1)], [1, euro.subarray(1)], success],
    exitCode: 0,
    stdout: '€'
  },
  {
    title: 'a status in two messages is read as one',
    messages: [
      [3, '{"status":'],
      [3, '"Success"}']
    ],
    exitCode: 0
  }
]

for (const { title, messages, exitCode, stdout = '', stderr = '' } of outcomes)
  test(`exec: ${title}`, async () => {
    const { cluster } = clusterWith(() => scriptedSocket(messages))
    const answer = await cluster.exec(inPod, 'main', ['curl', 'http://web'])
    assert.deepEqual(answer, { ok: true, value: { exitCode, stdout, stderr } })
  })

test('exec: a connection that is cut behind the status is an answer, and one that is cut before is none', async () => {
  const cut = (messages: readonly Message[]): Socket => {
    const socket = scriptedSocket(messages)
    return {
      ...socket,
      messages: (async function* () {
        yield* socket.messages
        throw failure('unreachable')
      })()
    }
  }
  const after = await clusterWith(() => cut([[1, 'out'], exitStatus(7)])).cluster.exec(
    inPod,
    'main',
    ['false']
  )
  assert.deepEqual(after, { ok: true, value: { exitCode: 7, stdout: 'out', stderr: '' } })
  const before = await clusterWith(() => cut([[1, 'out']])).cluster.exec(inPod, 'main', ['false'])
  assert.equal(before.ok, false)
})

const missing = (program: string): string =>
  JSON.stringify({
    status: 'Failure',
    reason: 'InternalError',
    message: `Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "1f": OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": executable file not found in $PATH`
  })

const refusals: readonly (readonly [
  title: string,
  messages: readonly Message[],
  expected: ClusterErrorReason
])[] = [
  ['a connection that ends without a status has no exit code', [[1, 'half']], 'unreachable'],
  ['a program that the image lacks is named', [[3, missing('curl')]], 'invalid'],
  ['a runtime that fails is a server error', [[3, '{"status":"Failure"}']], 'server-error'],
  ['output without end is cut', [[1, 'x'.repeat(5_000_000)]], 'invalid']
]

for (const [title, messages, expected] of refusals)
  test(`exec: ${title}`, async () => {
    let closed = false
    const { cluster } = clusterWith(() =>
      scriptedSocket(messages, { onClose: () => (closed = true) })
    )
    const answer = await cluster.exec(inPod, undefined, ['curl'])
    assert.equal(!answer.ok && answer.error.reason, expected)
    assert.ok(closed)
  })

test('exec: both protocols are offered, the newest first, with the command word by word', async () => {
  const { cluster, transport } = clusterWith(() => scriptedSocket([success]))
  await cluster.exec(inPod, 'main', ['sh', '-c', 'echo a b'])
  assert.deepEqual(transport.sockets[0]?.protocols, ['v5.channel.k8s.io', 'v4.channel.k8s.io'])
  assert.equal(transport.sockets[0].path, '/api/v1/namespaces/shop/pods/client/exec')
  assert.deepEqual(transport.sockets[0].query, {
    container: 'main',
    command: ['sh', '-c', 'echo a b'],
    stdin: 'false',
    stdout: 'true',
    stderr: 'true',
    tty: 'false'
  })
})

for (const [protocol, sent] of [
  [
    'v5.channel.k8s.io',
    [
      { channel: 0, data: 'hello' },
      { channel: 255, data: '0' }
    ]
  ],
  ['v4.channel.k8s.io', [{ channel: 0, data: 'hello' }]]
] as const)
  test(`exec: input over ${protocol} ends as that protocol can tell it`, async () => {
    const got: { channel: number; data: string }[] = []
    const { cluster } = clusterWith(() => scriptedSocket([success], { protocol, sent: got }))
    await cluster.exec(inPod, 'main', ['cat'], { stdin: 'hello' })
    assert.deepEqual(got, sent)
  })

test('exec: a command that hangs ends with timeout, and its connection is closed', async () => {
  let closed = false
  const { cluster, clock } = clusterWith(({ signal }) =>
    scriptedSocket([[1, 'waiting']], { open: true, signal, onClose: () => (closed = true) })
  )
  const answer = cluster.exec(inPod, 'main', ['sleep', '99'], { timeoutMs: 5_000 })
  await clock.advance(4_999)
  assert.equal(closed, false)
  await clock.advance(1)
  const ended = await answer
  assert.equal(!ended.ok && ended.error.reason, 'timeout')
  assert.ok(closed)
  assert.deepEqual(clock.pending, [])
})

test('exec: a caller that gives up gets cancelled', async () => {
  const { cluster, clock } = clusterWith(({ signal }) => scriptedSocket([], { open: true, signal }))
  const stop = new AbortController()
  const answer = cluster.exec(inPod, 'main', ['sleep'], { signal: stop.signal })
  await settled()
  stop.abort()
  const ended = await answer
  assert.equal(!ended.ok && ended.error.reason, 'cancelled')
  assert.deepEqual(clock.pending, [])
})

for (const reason of ['forbidden', 'not-found', 'unauthorized'] as const)
  test(`exec: an upgrade that is refused as ${reason} gives that error`, async () => {
    const { cluster } = clusterWith(() => Promise.reject(failure(reason)))
    const answer = await cluster.exec(inPod, 'main', ['true'])
    assert.equal(!answer.ok && answer.error.reason, reason)
  })
