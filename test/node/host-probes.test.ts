import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { hostProbes } from '../../src/node/host-probes.ts'

async function serving(t: TestContext): Promise<number> {
  const server: Server = createServer((request, response) => {
    response.setHeader('x-served-by', 'web')
    response.statusCode = request.url === '/missing' ? 404 : 200
    response.end(`${request.method ?? ''} ${request.headers.host ?? ''} ${request.url ?? ''}`)
  }).listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

test('a request goes to the address that is named, under the name of the URL', async t => {
  const port = await serving(t)
  const reply = await hostProbes.http({
    url: 'http://shop.example.com/cart?id=1',
    connectTo: { address: '127.0.0.1', port }
  })
  assert.equal(reply.kind, 'answered')
  assert.equal(reply.status, 200)
  assert.equal(reply.body, 'GET shop.example.com /cart?id=1')
  assert.equal(reply.headers['x-served-by'], 'web')
  assert.match(reply.time, /^in \d+ ms|^in [\d.]+ s/)
})

test('a status that is no success is an answer as well', async t => {
  const port = await serving(t)
  const reply = await hostProbes.http({ url: `http://127.0.0.1:${port}/missing`, method: 'HEAD' })
  assert.equal(reply.kind === 'answered' && reply.status, 404)
})

test('a port that nobody listens at refuses, for a request and for a connection', async () => {
  const port = await closedPort()
  assert.equal((await hostProbes.http({ url: `http://127.0.0.1:${port}/` })).kind, 'refused')
  assert.equal((await hostProbes.tcp('127.0.0.1', port)).kind, 'refused')
})

test('a name that there is not is told from a server that refuses', async () => {
  const reply = await hostProbes.http({ url: 'http://no-such-host.invalid/' })
  assert.equal(reply.kind, 'unresolved')
})

test('a connection is opened and closed', async t => {
  const port = await serving(t)
  const { kind, text } = await hostProbes.tcp('127.0.0.1', port)
  assert.equal(kind, 'open')
  assert.match(text, /^open in /)
})

test('what was stopped by the person is no observation of the network', async t => {
  const port = await serving(t)
  const reply = await hostProbes.http({ url: `http://127.0.0.1:${port}/` }, AbortSignal.abort())
  assert.equal(reply.kind, 'unclear')
})
