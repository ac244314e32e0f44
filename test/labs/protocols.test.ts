/** WebSocket, gRPC health, Prometheus and plain requests: by servers on this machine, and by what curl prints. */
import assert from 'node:assert/strict'
import { createServer as createHttp2 } from 'node:http2'
import { createServer } from 'node:http'
import { createServer as createTcp, type AddressInfo, type Server } from 'node:net'
import { test, type TestContext } from 'node:test'
import { WebSocketServer } from 'ws'
import { failed, ok } from '../../src/base/result.ts'
import type { Verdict } from '../../src/labs/verdict.ts'
import { hostProbes } from '../../src/node/host-probes.ts'
import { systemClock } from '../../src/node/system-clock.ts'
import { clusterWith, shop, verdictOf } from './one-check.ts'

const cluster = clusterWith(shop, () => undefined)
const options = { host: hostProbes, clock: systemClock }
const once = 'timing: {real: {limit: 0, samples: 1}}'

async function portOf(t: TestContext, server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  return (server.address() as AddressInfo).port
}

test('a request of this machine is answered, and its header fields are read', async t => {
  const server = createServer((request, response) => {
    response.setHeader('x-host', request.headers.host ?? '')
    response.end(`hello ${String(request.headers['x-user'])}`)
  })
  const port = await portOf(t, server)
  const check = `kind: http\nfrom: host\nto: http://127.0.0.1:${port}/\nhost: shop.test\nheaders: {x-user: me}\nexpect: {status: 200, body: hello me, headers: {x-host: ^shop.test$}}\n${once}`
  const { verdict, sentence } = await verdictOf(cluster, check, options)
  assert.equal(verdict, 'pass', sentence)
  assert.match(sentence, /^This machine asked http:\/\/127/)
})

test('a port of this machine is open, refused, or a name that there is not', async t => {
  const port = await portOf(t, createTcp())
  const tcp = (to: string, expect: string): string =>
    `kind: tcp\nfrom: host\nto: ${to}\nexpect: ${expect}\n${once}`
  assert.equal(
    (await verdictOf(cluster, tcp(`tcp://127.0.0.1:${port}`, 'open'), options)).verdict,
    'pass'
  )
  assert.equal(
    (await verdictOf(cluster, tcp('tcp://127.0.0.1:1', 'refused'), options)).verdict,
    'pass'
  )
  const closed = await verdictOf(cluster, tcp('tcp://127.0.0.1:1', 'open'), options)
  assert.equal(closed.verdict, 'fail', closed.sentence)
})

test('a WebSocket of this machine is upgraded and echoes', async t => {
  const server = createServer()
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', socket =>
    socket.on('message', (message: Buffer) => socket.send(`echo ${message.toString()}`))
  )
  const port = await portOf(t, server)
  const check = (expect: string): string =>
    `kind: websocket\nfrom: host\nto: ws://127.0.0.1:${port}/ws\nsend: hello\nexpect: ${expect}\n${once}`
  const good = await verdictOf(cluster, check('^echo hello$'), options)
  assert.equal(good.verdict, 'pass', good.sentence)
  assert.equal((await verdictOf(cluster, check('^hello$'), options)).verdict, 'fail')
  sockets.close()
})

test('a server that does not upgrade is told', async t => {
  const port = await portOf(
    t,
    createServer((_request, response) => response.end('plain'))
  )
  const check = `kind: websocket\nfrom: host\nto: ws://127.0.0.1:${port}/\n${once}`
  const { verdict, sentence } = await verdictOf(cluster, check, options)
  assert.equal(verdict, 'fail')
  assert.match(sentence, /answered 200 instead of 101/)
})

for (const [status, grpcStatus, verdict] of [
  [1, '0', 'pass'],
  [2, '0', 'fail'],
  [undefined, '12', 'fail']
] as const)
  test(`a gRPC server with health ${status ?? 'unknown'} and grpc-status ${grpcStatus} is ${verdict}`, async t => {
    const server = createHttp2()
    server.on('stream', (stream, headers) => {
      assert.equal(headers[':path'], '/grpc.health.v1.Health/Check')
      stream.respond(
        { ':status': 200, 'content-type': 'application/grpc' },
        { waitForTrailers: true }
      )
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': grpcStatus }))
      stream.end(status === undefined ? undefined : Buffer.from([0, 0, 0, 0, 2, 8, status]))
    })
    const port = await portOf(t, server)
    const check = `kind: grpc-health\nfrom: host\nto: grpc://127.0.0.1:${port}\n${once}`
    const result = await verdictOf(cluster, check, options)
    assert.equal(result.verdict, verdict, result.sentence)
  })

const from = 'from: {namespace: shop, workload: pod/client}'
const printed: readonly (readonly [title: string, check: string, stdout: string, Verdict])[] = [
  [
    'an upgrade seen by curl',
    `kind: websocket\n${from}\nto: ws://chat.shop/ws`,
    'HTTP/1.1 101 Switching Protocols\r\n\r\n',
    'pass'
  ],
  [
    'no upgrade seen by curl',
    `kind: websocket\n${from}\nto: ws://chat.shop/ws`,
    'HTTP/1.1 404 Not Found\r\n\r\n',
    'fail'
  ],
  [
    'a message that curl can’t send',
    `kind: websocket\n${from}\nto: ws://chat.shop/ws\nsend: hello`,
    'HTTP/1.1 101 Switching Protocols\r\n\r\n',
    'inconclusive'
  ],
  [
    'a healthy gRPC server seen by curl',
    `kind: grpc-health\n${from}\nto: grpc://db.shop:5000`,
    '   0   0   0   0   2   8   1\n',
    'pass'
  ],
  [
    'a gRPC server that does not serve',
    `kind: grpc-health\n${from}\nto: grpc://db.shop:5000`,
    '   0   0   0   0   2   8   2\n',
    'fail'
  ],
  [
    'a page instead of a gRPC answer',
    `kind: grpc-health\n${from}\nto: grpc://db.shop:5000`,
    '  60 104 116 109 108  62\n',
    'fail'
  ],
  [
    'nothing instead of a gRPC answer',
    `kind: grpc-health\n${from}\nto: grpc://db.shop:5000`,
    '',
    'fail'
  ]
]
for (const [title, check, stdout, verdict] of printed)
  test(`${title} is ${verdict}`, async () => {
    const result = await verdictOf(
      clusterWith(shop, () => ({ stdout })),
      check
    )
    assert.equal(result.verdict, verdict, result.sentence)
  })

const prometheus = `${shop}---
apiVersion: v1
kind: Service
metadata: {name: prom, namespace: watch, labels: {app.kubernetes.io/name: prometheus}}
spec: {clusterIP: 10.96.0.9, ports: [{name: http-web, port: 9090}]}
`
const vector = (...figures: readonly string[]): unknown => ({
  status: 'success',
  data: {
    resultType: 'vector',
    result: figures.map(figure => ({ metric: {}, value: [1, figure] }))
  }
})
const answers: readonly (readonly [title: string, body: unknown, Verdict])[] = [
  ['a figure in the limits', vector('0.25'), 'pass'],
  ['one figure of two outside of the limits', vector('0.25', '0.01'), 'fail'],
  ['no figure', vector(), 'fail'],
  ['a figure that is none', vector('NaN'), 'fail'],
  ['a scalar', { data: { resultType: 'scalar', result: [1, '3'] } }, 'pass']
]
for (const [title, body, verdict] of answers)
  test(`${title} of Prometheus is ${verdict}`, async () => {
    const asked: string[] = []
    const watched = {
      ...clusterWith(prometheus, () => undefined),
      getThroughService: (
        service: { readonly name: string; readonly port: string | number },
        path: string
      ) => {
        asked.push(`${service.name}:${service.port}${path}`)
        return Promise.resolve(ok(body))
      }
    }
    const result = await verdictOf(watched, 'kind: metric\nquery: up\nexpect: {atLeast: 0.1}')
    assert.equal(result.verdict, verdict, result.sentence)
    assert.equal(asked[0], 'prom:http-web/api/v1/query')
  })

test('a Prometheus that does not answer says nothing', async () => {
  const silent = {
    ...clusterWith(prometheus, () => undefined),
    getThroughService: () =>
      Promise.resolve(failed({ reason: 'server-error', message: 'No endpoints.' }))
  }
  const { verdict } = await verdictOf(silent, 'kind: metric\nquery: up\nexpect: {atLeast: 0}')
  assert.equal(verdict, 'inconclusive')
})
