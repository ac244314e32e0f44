import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCluster } from '../../src/cluster/cluster.ts'
import type { ResourceWatch, WatchOptions } from '../../src/cluster/watch-resource.ts'
import { FakeClock, settled } from '../support/fake-clock.ts'
import { ScriptedTransport, type Reply, type Script } from './scripted-transport.ts'
import { discoveryScript, event, pod, podList, podNamed, status } from './served.ts'

interface Scene {
  readonly watch: ResourceWatch
  readonly clock: FakeClock
  readonly transport: ScriptedTransport
  /** Every announcement as `state +upserted -removed`. */
  readonly changes: string[]
  /** Requests for Pods, without what the client adds for the server's sake. */
  readonly asked: () => string[]
}

const list = 'GET /api/v1/pods'
const follow = 'GET /api/v1/pods watch'
const open: Reply = { pieces: [], open: true }

async function watching(script: Script, options?: WatchOptions): Promise<Scene> {
  const transport = new ScriptedTransport({ ...discoveryScript, ...script })
  const clock = new FakeClock()
  const setup = { context: 'test', simulated: true, clock, random: () => 1 }
  const watch = createCluster(transport, setup).watchResource(pod, options)
  const changes: string[] = []
  watch.onChange(({ state, upserted, removed }) => {
    const names = [
      ...upserted.map(one => `+${one.metadata.name ?? ''}`),
      ...removed.map(one => `-${one.metadata.name ?? ''}`)
    ]
    changes.push([state.kind, ...names].join(' '))
  })
  await settled()
  const asked = (): string[] =>
    transport.requests
      .filter(one => one.path === '/api/v1/pods')
      .map(one =>
        one.query?.watch === 'true' ? `watch ${String(one.query.resourceVersion)}` : 'list'
      )
  return { watch, clock, transport, changes, asked }
}

test('what is listed and what follows stands in objects, each change told once', async () => {
  const { watch, changes, asked } = await watching({
    [list]: podList('10', [podNamed('a', '1'), podNamed('b', '2')]),
    [follow]: {
      pieces: [
        event('ADDED', podNamed('c', '11')) + event('MODIFIED', podNamed('a', '12')),
        event('DELETED', podNamed('b', '13')),
        event('BOOKMARK', { kind: 'Pod', metadata: { resourceVersion: '20' } })
      ],
      open: true
    }
  })
  assert.deepEqual(changes, ['live +a +b', 'live +c +a', 'live -b'])
  assert.deepEqual([...watch.objects.keys()], ['shop/a', 'shop/c'])
  assert.equal(watch.objects.get('shop/a')?.metadata.resourceVersion, '12')
  assert.deepEqual(asked(), ['list', 'watch 10'])
  watch.dispose()
})

test('events cut anywhere, also inside a character, are read whole', async () => {
  const text = event('ADDED', podNamed('café', '11')) + event('ADDED', podNamed('b', '12'))
  for (const size of [1, 7, text.length - 1]) {
    const pieces = text.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? []
    const { watch } = await watching({
      [list]: podList('10', []),
      [follow]: { pieces, open: true }
    })
    await settled()
    for (let turn = 0; turn < 40 && watch.objects.size < 2; turn++) await settled()
    assert.deepEqual([...watch.objects.keys()], ['shop/café', 'shop/b'])
    watch.dispose()
  }
})

test('a watch that ends is taken up where it was, without a new list', async () => {
  const { watch, clock, asked } = await watching({
    [list]: podList('10', []),
    [follow]: [
      { pieces: [event('BOOKMARK', { kind: 'Pod', metadata: { resourceVersion: '15' } })] },
      open
    ]
  })
  await clock.advance(2_000)
  assert.deepEqual(asked(), ['list', 'watch 10', 'watch 15'])
  assert.equal(watch.state.kind, 'live')
  watch.dispose()
})

for (const [title, expired] of [
  [
    'an ERROR event',
    { pieces: [event('ERROR', { kind: 'Status', code: 410, reason: 'Expired' })] }
  ],
  ['the status of the answer', status(410, 'Gone')]
] as const)
  test(`an expired history, told by ${title}, is listed again, and what vanished is told`, async () => {
    const { watch, clock, changes, asked } = await watching({
      [list]: [
        podList('10', [podNamed('a', '1'), podNamed('b', '2')]),
        podList('30', [podNamed('b', '2'), podNamed('c', '25')])
      ],
      [follow]: [expired, open]
    })
    await clock.advance(2_000)
    assert.deepEqual(asked(), ['list', 'watch 10', 'list', 'watch 30'])
    assert.deepEqual(changes, ['live +a +b', 'live +c -a'])
    watch.dispose()
  })

test('a broken connection shows as stale since then, and backs off up to a limit', async () => {
  const { watch, clock, changes, transport } = await watching({
    [list]: podList('10', [podNamed('a', '1')]),
    [follow]: { failure: 'unreachable' }
  })
  const since = clock.now()
  const delays: number[] = []
  for (let round = 0; round < 7; round++) {
    const [next] = clock.pending
    delays.push(next!)
    await clock.advance(next!)
  }
  assert.deepEqual(
    delays,
    [1, 2, 4, 8, 16, 30, 30].map(seconds => seconds * 1000)
  )
  assert.equal(watch.state.kind === 'stale' && watch.state.since, since)
  assert.deepEqual(new Set(changes.slice(1)), new Set(['stale']))
  assert.equal(watch.objects.size, 1, 'the last known objects stay')
  assert.equal(transport.lines.filter(line => line.startsWith(`${list}?limit`)).length, 1)
  watch.dispose()
})

test('a connection that came back is live again, and the next failure waits shortly', async () => {
  const { watch, clock, changes } = await watching({
    [list]: podList('10', []),
    [follow]: [{ failure: 'unreachable' }, { failure: 'unreachable' }, open]
  })
  await clock.advance(3_000)
  assert.equal(watch.state.kind, 'live')
  assert.deepEqual(changes, ['live', 'stale', 'stale', 'live'])
  watch.dispose()
})

test('a stream that goes silent is watched again', async () => {
  const { watch, clock, asked } = await watching({ [list]: podList('10', []), [follow]: open })
  await clock.advance(89_000)
  assert.deepEqual(asked(), ['list', 'watch 10'])
  await clock.advance(1_000)
  assert.deepEqual(asked(), ['list', 'watch 10', 'watch 10'])
  assert.equal(watch.state.kind, 'live')
  watch.dispose()
})

for (const [reason, reply, kind] of [
  ['may not be listed', status(403, 'Forbidden'), 'forbidden'],
  ['is not there (any more)', status(404, 'NotFound'), 'not-served']
] as const)
  test(`a type that ${reason} is ${kind}, and tried again each minute`, async () => {
    const { watch, clock } = await watching({
      [list]: [reply, podList('10', [podNamed('a', '1')])],
      [follow]: open
    })
    assert.equal((await watch.ready).kind, kind)
    assert.deepEqual(clock.pending, [60_000])
    await clock.advance(60_000)
    assert.equal(watch.state.kind, 'live')
    assert.equal(watch.objects.size, 1)
    watch.dispose()
  })

for (const reason of ['exec-plugin', 'unauthorized', 'untrusted-certificate'] as const)
  test(`a failure that a person has to mend (${reason}) is not tried again in haste`, async () => {
    const { watch, clock } = await watching({ [list]: { failure: reason } })
    assert.equal(watch.state.kind === 'stale' && watch.state.error.reason, reason)
    assert.deepEqual(clock.pending, [60_000])
    watch.dispose()
  })

test('an API server that asks for a pause gets it', async () => {
  const { watch, clock } = await watching({
    [list]: [
      status(429, 'TooManyRequests', { details: { retryAfterSeconds: 12 } }),
      podList('10', [])
    ],
    [follow]: open
  })
  assert.deepEqual(clock.pending, [12_000])
  watch.dispose()
})

test('a stream of something else than events is left, not believed', async () => {
  const { watch } = await watching({
    [list]: podList('10', []),
    [follow]: { pieces: ['<html>proxy</html>\n'], open: true }
  })
  assert.equal(watch.state.kind, 'stale')
  watch.dispose()
})

test('a listener that throws does not end the watch', async () => {
  const { watch, clock } = await watching({
    [list]: podList('10', []),
    [follow]: [
      { pieces: [event('ADDED', podNamed('a', '11'))] },
      {
        pieces: [event('ADDED', podNamed('b', '12')), event('ADDED', podNamed('c', '13'))],
        open: true
      }
    ]
  })
  let heard = 0
  watch.onChange(() => {
    heard++
    throw new Error('fault of a listener')
  })
  await clock.advance(2_000)
  assert.equal(heard, 2)
  assert.deepEqual([...watch.objects.keys()], ['shop/a', 'shop/b', 'shop/c'])
  watch.dispose()
})

test('managedFields are not kept', async () => {
  const heavy = podNamed('a', '1', {
    metadata: { name: 'a', namespace: 'shop', resourceVersion: '1', managedFields: [{}] }
  })
  const { watch } = await watching({ [list]: podList('10', [heavy]), [follow]: open })
  assert.equal(watch.objects.get('shop/a')?.metadata.managedFields, undefined)
  watch.dispose()
})

test('disposing ends the connection and all timers, and nothing is told any more', async () => {
  const { watch, clock, changes } = await watching({ [list]: podList('10', []), [follow]: open })
  const before = changes.length
  watch.dispose()
  watch.dispose()
  await clock.advance(600_000)
  assert.deepEqual(clock.pending, [])
  assert.equal(changes.length, before)
})
