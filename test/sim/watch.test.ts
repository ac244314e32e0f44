import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Practice } from './practice.ts'

const maps = '/api/v1/namespaces/default/configmaps'

function map(name: string, label = 'x'): object {
  return { metadata: { name, labels: { l: label } } }
}

test('a watch tells what comes, changes and goes, from its resourceVersion on', async () => {
  const practice = new Practice()
  const list = await practice.call('GET', maps)
  const version = String(list.at('metadata.resourceVersion'))
  await practice.call('POST', maps, map('early'))
  const next = await practice.watch(`${maps}?watch=true&resourceVersion=${version}`)
  await practice.call('POST', maps, map('late'))
  await practice.call('PUT', `${maps}/late`, map('late', 'y'))
  await practice.call('DELETE', `${maps}/late`)
  const events = [await next(), await next(), await next(), await next()]
  assert.deepEqual(
    events.map(event => [event?.type, event?.object.metadata.name]),
    [
      ['ADDED', 'early'],
      ['ADDED', 'late'],
      ['MODIFIED', 'late'],
      ['DELETED', 'late']
    ]
  )
  const versions = events.map(event => Number(event?.object.metadata.resourceVersion))
  assert.deepEqual(
    versions,
    [...versions].sort((a, b) => a - b)
  )
})

test('a selector turns changes into coming and going', async () => {
  const practice = new Practice()
  await practice.call('POST', maps, map('a', 'out'))
  const { body } = await practice.call('GET', maps)
  const version = (body as { metadata: { resourceVersion: string } }).metadata.resourceVersion
  const next = await practice.watch(
    `${maps}?watch=true&labelSelector=l%3Din&resourceVersion=${version}`
  )
  await practice.call('PUT', `${maps}/a`, map('a', 'in'))
  await practice.call('PUT', `${maps}/a`, map('a', 'out'))
  assert.equal((await next())?.type, 'ADDED')
  assert.equal((await next())?.type, 'DELETED')
})

test('a watch without resourceVersion begins with what is there', async () => {
  const practice = new Practice()
  const next = await practice.watch(`${maps}?watch=true`)
  const first = await next()
  assert.deepEqual([first?.type, first?.object.metadata.name], ['ADDED', 'kube-root-ca.crt'])
})

test('sendInitialEvents ends the present state with a bookmark that says so', async () => {
  const practice = new Practice()
  const next = await practice.watch(
    `${maps}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`
  )
  assert.equal((await next())?.type, 'ADDED')
  const bookmark = await next()
  assert.equal(bookmark?.type, 'BOOKMARK')
  assert.equal(bookmark.object.metadata.annotations?.['k8s.io/initial-events-end'], 'true')
})

test('a quiet watch sends bookmarks when asked to', async () => {
  const practice = new Practice()
  const { body } = await practice.call('GET', maps)
  const version = (body as { metadata: { resourceVersion: string } }).metadata.resourceVersion
  const next = await practice.watch(
    `${maps}?watch=true&allowWatchBookmarks=true&resourceVersion=${version}`
  )
  const waiting = next()
  await practice.clock.advance(60_000)
  assert.equal((await waiting)?.type, 'BOOKMARK')
})

test('a watch that starts too far back is told to list again', async () => {
  const practice = new Practice()
  await practice.call('POST', maps, map('a'))
  for (let i = 0; i < 11_000; i++)
    await practice.call('PUT', `${maps}/a`, { metadata: { name: 'a' }, data: { i: String(i) } })
  const next = await practice.watch(`${maps}?watch=true&resourceVersion=5`)
  const event = await next()
  assert.equal(event?.type, 'ERROR')
  assert.equal(event.object.code, 410)
  assert.equal(await next(), undefined)
})

test('a watch ends at its timeout, when the client goes and when the cluster goes', async () => {
  const practice = new Practice()
  const url = `${maps}?watch=true&resourceVersion=1000000`
  const timed = await practice.watch(`${url}&timeoutSeconds=5`)
  const first = timed()
  await practice.clock.advance(5000)
  assert.equal(await first, undefined)

  const client = new AbortController()
  const second = (await practice.watch(url, client.signal))()
  client.abort()
  assert.equal(await second, undefined)

  const third = (await practice.watch(url))()
  practice.cluster.dispose()
  assert.equal(await third, undefined)
})

test('a watch keeps no timer when its client goes after an event, or the cluster does', async () => {
  const practice = new Practice()
  const url = `${maps}?watch=true&timeoutSeconds=10`
  const before = practice.clock.pending.length
  const client = new AbortController()
  assert.equal((await (await practice.watch(url, client.signal))())?.type, 'ADDED')
  assert.equal(practice.clock.pending.length, before + 2)
  client.abort()
  assert.equal(practice.clock.pending.length, before)
  assert.equal((await (await practice.watch(url))())?.type, 'ADDED')
  practice.cluster.dispose()
  assert.equal(practice.clock.pending.length, 0)
})

test('a watch as Table names its columns once', async () => {
  const practice = new Practice()
  await practice.call('POST', maps, map('a'))
  const response = await practice.cluster.handle({
    method: 'GET',
    path: `${maps}?watch=true`,
    headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' }
  })
  const lines = (response.body as AsyncIterable<string>)[Symbol.asyncIterator]()
  const read = async (): Promise<unknown> => {
    const { value } = (await lines.next()) as { value: string }
    const event = JSON.parse(value) as { object: { columnDefinitions: unknown } }
    return event.object.columnDefinitions
  }
  assert.ok(Array.isArray(await read()))
  assert.equal(await read(), null)
})
