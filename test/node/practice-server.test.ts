import assert from 'node:assert/strict'
import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import tls from 'node:tls'
import { setTimeout as wait } from 'node:timers/promises'
import { silentLog } from '../../src/base/log.ts'
import { createCluster, type Cluster } from '../../src/cluster/cluster.ts'
import type { Transport } from '../../src/cluster/transport.ts'
import { clusterTransport } from '../../src/node/cluster-transport.ts'
import { readKubeconfig } from '../../src/node/kubeconfig.ts'
import { startPracticeServer, type PracticeServer } from '../../src/node/practice-server.ts'
import { practiceTransport } from '../../src/node/practice-transport.ts'
import { systemClock } from '../../src/node/system-clock.ts'
import type { ApiRequest, ApiResponse } from '../../src/sim/practice-cluster.ts'
import { discoveryScript, event, podNamed } from '../cluster-client/served.ts'
import { fakePracticeCluster, json, type FakePracticeCluster } from './fake-practice-cluster.ts'
import { folderWith } from './temporary-folder.ts'

const web = podNamed('web', '5')
const inPod = { namespace: 'shop', name: 'client' }

const answers: Readonly<Record<string, (request: ApiRequest) => ApiResponse>> = {
  ...Object.fromEntries(
    Object.entries(discoveryScript).map(([key, reply]) => [
      key,
      () => json((reply as { json: unknown }).json)
    ])
  ),
  'GET /api/v1/namespaces/shop/pods/web': () => json(web),
  'PATCH /api/v1/namespaces/shop/pods/web': request => json(JSON.parse(request.body ?? ''), 201),
  'GET /api/v1/pods': request =>
    request.path.includes('watch=true')
      ? { status: 200, headers: { 'content-type': 'application/json' }, body: endless(request) }
      : json({ kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '1' }, items: [] })
}

let openWatches = 0

async function* endless({ signal }: ApiRequest): AsyncGenerator<string> {
  openWatches++
  const text = event('ADDED', podNamed('café', '11'))
  // Cut inside the two bytes of a character by the time it is UTF-8 again on the wire.
  yield text.slice(0, 40)
  yield text.slice(40)
  await new Promise(resolve => signal?.addEventListener('abort', resolve, { once: true }))
  openWatches--
}

interface Scene {
  readonly practice: FakePracticeCluster
  readonly cluster: Cluster
  readonly server?: PracticeServer
}

/** The same client, over the listener with the kubeconfig that it hands out, and in process. */
const ways: Readonly<Record<string, (t: TestContext) => Promise<Scene>>> = {
  'over HTTPS': async t => {
    const practice = fakePracticeCluster(answers)
    const server = await started(t, practice)
    const folder = folderWith(t, { kubeconfig: server.kubeconfig })
    const kubeconfig = await readKubeconfig([path.join(folder, 'kubeconfig')])
    assert.ok(kubeconfig.ok)
    const transport = clusterTransport(kubeconfig.value, 'practice', { env: process.env })
    assert.ok(transport.ok)
    return { practice, server, cluster: clusterOn(transport.value) }
  },
  'in process': () => {
    const practice = fakePracticeCluster(answers)
    return Promise.resolve({ practice, cluster: clusterOn(practiceTransport(practice)) })
  }
}

function clusterOn(transport: Transport): Cluster {
  const options = { context: 'practice', simulated: true, clock: systemClock, random: Math.random }
  return createCluster(transport, options)
}

async function started(t: TestContext, practice: FakePracticeCluster): Promise<PracticeServer> {
  const server = await startPracticeServer({ cluster: practice, log: silentLog })
  t.after(() => server.stop())
  return server
}

for (const [way, open] of Object.entries(ways)) {
  test(`${way}: objects are read and applied`, async t => {
    const { cluster, practice } = await open(t)
    const ref = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web' }
    assert.deepEqual(await cluster.get(ref), { ok: true, value: web })
    const applied = await cluster.apply(web as never)
    assert.deepEqual(applied.ok && applied.value, web)
    assert.match(practice.requests.at(-1)?.path ?? '', /fieldManager=kubernetes-networking-labs/)
    assert.equal(practice.requests.at(-1)?.headers.authorization, undefined)
    const missing = await cluster.get({ ...ref, name: 'none' })
    assert.equal(!missing.ok && missing.error.reason, 'not-found')
  })

  test(`${way}: a watch tells what happens, and ends on both sides when disposed`, async t => {
    const { cluster } = await open(t)
    const watch = cluster.watchResource({ apiVersion: 'v1', kind: 'Pod' })
    await new Promise<void>(resolve => {
      watch.onChange(() => {
        if (watch.objects.size === 1) resolve()
      })
    })
    assert.deepEqual([...watch.objects.keys()], ['shop/café'])
    assert.equal(openWatches, 1)
    watch.dispose()
    await until(() => openWatches === 0)
  })

  test(`${way}: commands run with their output, input and exit code`, async t => {
    const { cluster } = await open(t)
    const outcome = async (command: readonly string[], stdin?: string): Promise<unknown> => {
      const options = stdin === undefined ? {} : { stdin }
      const answer = await cluster.exec(inPod, 'main', command, options)
      return answer.ok ? answer.value : answer.error.reason
    }
    assert.deepEqual(await outcome(['echo', 'a', 'b']), {
      exitCode: 0,
      stdout: 'a b\n',
      stderr: ''
    })
    assert.deepEqual(await outcome(['exit', '7']), {
      exitCode: 7,
      stdout: '',
      stderr: 'it failed\n'
    })
    assert.deepEqual(await outcome(['cat'], 'Grüße'), { exitCode: 0, stdout: 'Grüße', stderr: '' })
    assert.equal(await outcome(['refuse']), 'forbidden')
  })

  test(`${way}: a command that hangs is ended on both sides`, async t => {
    const { cluster, practice } = await open(t)
    const answer = await cluster.exec(inPod, 'main', ['hang'], { timeoutMs: 150 })
    assert.equal(!answer.ok && answer.error.reason, 'timeout')
    await until(() => practice.sessions[0]?.disposed === true)
  })
}

test('only who has the token is let in, to requests and to commands', async t => {
  const practice = fakePracticeCluster(answers)
  const { url } = await started(t, practice)
  for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: '' }]) {
    assert.equal(await statusOf(`${url}/api`, headers), 401)
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'x' }
    assert.equal(await statusOf(`${url}/api/v1/exec`, { ...headers, ...upgrade }), 401)
  }
  assert.deepEqual(practice.requests, [])
})

test('each start has an authority and a token of its own', async t => {
  const practice = fakePracticeCluster(answers)
  const [one, two] = [await started(t, practice), await started(t, practice)]
  const secrets = ({ kubeconfig }: PracticeServer): string[] =>
    kubeconfig.split('\n').filter(line => /token|authority-data/.test(line))
  assert.equal(secrets(one).length, 2)
  assert.ok(secrets(one).every(line => !secrets(two).includes(line)))
})

test('a certificate of another authority is not trusted', async t => {
  const practice = fakePracticeCluster(answers)
  const [one, two] = [await started(t, practice), await started(t, practice)]
  const folder = folderWith(t, { kubeconfig: one.kubeconfig.replace(one.url, two.url) })
  const kubeconfig = await readKubeconfig([path.join(folder, 'kubeconfig')])
  assert.ok(kubeconfig.ok)
  const transport = clusterTransport(kubeconfig.value, 'practice', { env: process.env })
  assert.ok(transport.ok)
  const answer = await clusterOn(transport.value).version()
  assert.equal(!answer.ok && answer.error.reason, 'untrusted-certificate')
})

test('it listens on the loopback address only, and speaks no plain HTTP', async t => {
  const server = await started(t, fakePracticeCluster(answers))
  const { hostname, port } = new URL(server.url)
  assert.equal(hostname, '127.0.0.1')
  await assert.rejects(
    new Promise((resolve, reject) => {
      http.get({ hostname, port, path: '/api' }, resolve).on('error', reject)
    })
  )
})

test('a body over the limit is refused with 413', async t => {
  const practice = fakePracticeCluster(answers)
  const server = await started(t, practice)
  const token = /token: (\S+)/.exec(server.kubeconfig)?.[1] ?? ''
  const headers = { authorization: `Bearer ${token}` }
  assert.equal(await statusOf(`${server.url}/api`, headers, 'x'.repeat(3 * 1024 * 1024 + 1)), 413)
  assert.deepEqual(practice.requests, [])
})

test('stopping ends watches and commands at once', async t => {
  const { server, cluster, practice } = await ways['over HTTPS']!(t)
  const watch = cluster.watchResource({ apiVersion: 'v1', kind: 'Pod' })
  t.after(() => watch.dispose())
  await watch.ready
  const command = cluster.exec(inPod, 'main', ['hang'])
  await until(() => practice.sessions.length === 1)
  const before = performance.now()
  await server?.stop()
  const ended = await command
  assert.ok(performance.now() - before < 1_000)
  assert.equal(!ended.ok && ended.error.reason, 'unreachable')
  await until(() => watch.state.kind === 'stale' && openWatches === 0)
})

/** Clients that hold on to their connection, whatever the server says. */
const clinging: Readonly<Record<string, (url: URL, token: string) => Promise<net.Socket>>> = {
  'that never says a word': async url => connected(net.connect(Number(url.port), url.hostname)),
  'whose request never ends': async (url, token) => {
    const socket = await secure(url)
    const head = `POST /api HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${token}\r\n`
    socket.write(`${head}content-length: 10\r\n\r\nx`)
    return socket
  },
  'whose upgrade was refused': async url => {
    const socket = await secure(url)
    socket.write('GET /api HTTP/1.1\r\nhost: a\r\nconnection: Upgrade\r\nupgrade: other\r\n\r\n')
    assert.match(String(await once(socket, 'data')), /401/)
    return socket
  },
  'whose request was answered': async (url, token) => {
    const socket = await secure(url)
    socket.write(`GET /api HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${token}\r\n\r\n`)
    assert.match(String(await once(socket, 'data')), /HTTP/)
    return socket
  }
}
for (const [client, connect] of Object.entries(clinging))
  test(`stopping does not wait for a client ${client}`, async t => {
    const server = await started(t, fakePracticeCluster(answers))
    const token = /token: (\S+)/.exec(server.kubeconfig)?.[1] ?? ''
    const socket = await connect(new URL(server.url), token)
    t.after(() => socket.destroy())
    socket.on('error', () => {})
    const before = performance.now()
    await server.stop()
    assert.ok(performance.now() - before < 1_000)
  })

async function secure(url: URL): Promise<net.Socket> {
  const options = { port: Number(url.port), host: url.hostname, allowHalfOpen: true }
  const socket = tls.connect({ socket: net.connect(options), rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  return socket
}

async function connected(socket: net.Socket): Promise<net.Socket> {
  await once(socket, 'connect')
  return socket
}

test('a port that is taken rejects with the error of listen', async t => {
  const practice = fakePracticeCluster(answers)
  const { url } = await started(t, practice)
  const port = Number(new URL(url).port)
  await assert.rejects(startPracticeServer({ cluster: practice, port, log: silentLog }), {
    code: 'EADDRINUSE'
  })
})

function statusOf(
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: string
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST'
    const request = https.request(url, { method, headers, rejectUnauthorized: false }, response => {
      response.resume()
      resolve(response.statusCode)
    })
    request.on('error', reject)
    request.end(body)
  })
}

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 200 && !holds(); turn++) await wait(10)
  assert.ok(holds(), holds.toString())
}
