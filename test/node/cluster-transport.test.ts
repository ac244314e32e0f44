import assert from 'node:assert/strict'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { stringify } from 'yaml'
import { TransportFailure } from '../../src/cluster/cluster-error.ts'
import type { Transport } from '../../src/cluster/transport.ts'
import { clusterTransport } from '../../src/node/cluster-transport.ts'
import { readKubeconfig } from '../../src/node/kubeconfig.ts'
import { askVersion, serverThat, version, type Entries } from './ask-version.ts'
import { folderWith } from './temporary-folder.ts'

const identities: readonly {
  title: string
  user: object
  files?: Readonly<Record<string, string>>
  sent: Readonly<Record<string, string>>
}[] = [
  { title: 'a token', user: { token: 'abc' }, sent: { authorization: 'Bearer abc' } },
  {
    title: 'a token file beside the kubeconfig, before a token',
    user: { token: 'old', tokenFile: 'token' },
    files: { token: 'from-file\n' },
    sent: { authorization: 'Bearer from-file' }
  },
  {
    title: 'a name and a password',
    user: { username: 'ann', password: 'pw' },
    sent: { authorization: `Basic ${Buffer.from('ann:pw').toString('base64')}` }
  },
  {
    title: 'impersonation with groups and extra fields',
    user: {
      token: 'abc',
      as: 'eve',
      'as-uid': '7',
      'as-groups': ['a', 'b'],
      'as-user-extra': { 'x.io/y': ['z'] }
    },
    sent: {
      'impersonate-user': 'eve',
      'impersonate-uid': '7',
      'impersonate-group': 'a, b',
      'impersonate-extra-x.io%2fy': 'z'
    }
  },
  {
    title: 'a credential plugin that is a relative path, with arguments, environment and cluster',
    user: {
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: './plugin',
        args: ['--for', 'me'],
        env: [{ name: 'EXTRA', value: 'more' }],
        provideClusterInfo: true
      }
    },
    files: {
      plugin: `#!/bin/sh
case "$KUBERNETES_EXEC_INFO" in *'"interactive":false'*'"server":"http://127'*) ;; *) exit 3;; esac
printf '{"kind":"ExecCredential","status":{"token":"%s-%s-%s"}}' "$1" "$2" "$EXTRA"
`
    },
    sent: { authorization: 'Bearer --for-me-more' }
  }
]

for (const { title, user, files = {}, sent } of identities)
  test(`a request carries ${title}`, async t => {
    const { url, requests } = await serverThat(t)
    assert.equal((await askVersion(t, { cluster: { server: url }, user, files })).error, undefined)
    const got = Object.fromEntries(
      Object.keys(sent).map(name => [name, requests[0]?.headers[name]])
    )
    assert.deepEqual(got, sent)
  })

test("a proxy's path before the API's own is kept", async t => {
  const { url, requests } = await serverThat(t)
  await askVersion(t, { cluster: { server: `${url}/k8s/clusters/c-1/` } })
  assert.equal(requests[0]?.url, '/k8s/clusters/c-1/version')
})

test('requests share a connection', async t => {
  const ports = new Set<number | undefined>()
  const { url } = await serverThat(t, (request, response) => {
    ports.add(request.socket.remotePort)
    response.end(version)
  })
  await askVersion(t, { cluster: { server: url } }, { times: 4 })
  assert.equal(ports.size, 1)
})

test('a read on a kept connection that is cut just then is asked anew, a write is not', async t => {
  const seen: string[] = []
  const used = new Set<unknown>()
  const { url } = await serverThat(t, ({ method = '', socket }, response) => {
    seen.push(method)
    // Each connection carries one exchange; what comes second finds it closed.
    if (used.has(socket)) socket.destroy()
    else response.end(version)
    used.add(socket)
  })
  const transport = await transportTo(t, url)
  const ask = (method: string): ReturnType<Transport['request']> =>
    transport.request({ method, path: '/version' })
  await ask('GET')
  assert.equal((await ask('GET')).body, version)
  // The answer left a new connection with the agent, or none: a first exchange makes sure of one.
  await ask('GET')
  await assert.rejects(ask('DELETE'), failedWith('unreachable'))
  assert.deepEqual(seen, ['GET', 'GET', 'GET', 'GET', 'DELETE'])
})

test('a server that cuts every connection is told, not asked for ever', async t => {
  let times = 0
  const { url } = await serverThat(t, ({ socket }) => {
    times++
    socket.destroy()
  })
  const transport = await transportTo(t, url)
  await assert.rejects(
    transport.request({ method: 'GET', path: '/version' }),
    failedWith('unreachable')
  )
  assert.equal(times, 1)
})

test('a refused token is asked for again once, then the refusal stands', async t => {
  const { url, requests } = await serverThat(t, (_request, response) => {
    response.writeHead(401).end()
  })
  const { error } = await askVersion(t, { cluster: { server: url }, user: { token: 'old' } })
  assert.equal(error?.reason, 'unauthorized')
  assert.equal(requests.length, 2)
})

const wrong: readonly (readonly [title: string, entries: Entries, reason: string, says: RegExp])[] =
  [
    ['no server', { cluster: {} }, 'kubeconfig', /no usable server/],
    ['a server that is no URL', { cluster: { server: 'here' } }, 'kubeconfig', /"here"/],
    [
      'plain http to another machine',
      { cluster: { server: 'http://10.0.0.1:8080' } },
      'kubeconfig',
      /without encryption/
    ],
    [
      'a CA file that is missing',
      { cluster: { server: 'https://127.0.0.1:1', 'certificate-authority': 'ca.pem' } },
      'kubeconfig',
      /ca\.pem/
    ],
    [
      'a token file that is missing',
      { cluster: { server: 'https://127.0.0.1:1' }, user: { tokenFile: 'gone' } },
      'kubeconfig',
      /gone/
    ],
    [
      'a client key that is none',
      {
        cluster: { server: 'https://127.0.0.1:1' },
        user: { 'client-certificate-data': 'eA==', 'client-key-data': 'eA==' }
      },
      'kubeconfig',
      /certificates or the key/
    ],
    [
      'a server that is down',
      { cluster: { server: 'https://127.0.0.1:1' } },
      'unreachable',
      /nothing listens there/
    ],
    [
      'a proxy that is down',
      { cluster: { server: 'https://10.1.2.3:6443', 'proxy-url': 'http://127.0.0.1:1' } },
      'unreachable',
      /can't be reached|failed/
    ]
  ]
for (const [title, entries, reason, says] of wrong)
  test(`a context with ${title} says so`, async t => {
    const { error } = await askVersion(t, entries)
    assert.equal(error?.reason, reason, error?.message)
    assert.match(error.message, says)
    assert.match(error.hint ?? '', /\.$/)
  })

test('a context, cluster or user that the kubeconfig lacks is named', async t => {
  const folder = folderWith(t, {
    config: stringify({
      contexts: [
        { name: 'lost', context: { cluster: 'gone' } },
        { name: 'alone', context: { cluster: 'c', user: 'nobody' } }
      ],
      clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }]
    })
  })
  const kubeconfig = await readKubeconfig([path.join(folder, 'config')])
  assert.ok(kubeconfig.ok)
  for (const [name, says] of [
    ['none', /lost, alone/],
    ['lost', /gone/],
    ['alone', /nobody/]
  ] as const) {
    const transport = clusterTransport(kubeconfig.value, name, { env: {} })
    assert.ok(!transport.ok)
    assert.equal(transport.error.reason, 'kubeconfig')
    assert.match(`${transport.error.message} ${transport.error.hint ?? ''}`, says)
  }
})

test('a refused watch or command is asked for again once, too', async t => {
  let refusals = 0
  const { url } = await serverThat(t, (_request, response) => {
    refusals++
    if (refusals === 1) response.writeHead(401).end('{"kind":"Status","code":401}')
    else response.end('event')
  })
  const transport = await transportTo(t, url)
  const stream = await transport.stream({ method: 'GET', path: '/api/v1/pods' })
  let text = ''
  for await (const chunk of stream.chunks) text += chunk
  assert.equal(text, 'event')
  refusals = 0
  const socket = { path: '/exec', query: {}, protocols: ['v5.channel.k8s.io'] }
  // The second answer is no WebSocket, which shows that there was a second request.
  await assert.rejects(transport.socket(socket), failedWith('server-error'))
  assert.equal(refusals, 2)
})

test('a server that accepts and never answers ends with timeout', async t => {
  const { url } = await serverThat(t, () => {})
  const transport = await transportTo(t, url)
  const slow = { method: 'GET', path: '/version', timeoutMs: 150 }
  await assert.rejects(transport.request(slow), failedWith('timeout'))
  await assert.rejects(transport.stream(slow), failedWith('timeout'))
  const socket = { path: '/exec', query: {}, protocols: ['v5.channel.k8s.io'], timeoutMs: 150 }
  await assert.rejects(transport.socket(socket), failedWith('timeout'))
  const stop = new AbortController()
  const cancelled = transport.request({ method: 'GET', path: '/version', signal: stop.signal })
  stop.abort()
  await assert.rejects(cancelled, failedWith('cancelled'))
})

/** A transport to a server that wants no credentials. */
async function transportTo(t: TestContext, server: string): Promise<Transport> {
  const folder = folderWith(t, {
    config: stringify({
      contexts: [{ name: 'here', context: { cluster: 'c' } }],
      clusters: [{ name: 'c', cluster: { server } }]
    })
  })
  const kubeconfig = await readKubeconfig([path.join(folder, 'config')])
  assert.ok(kubeconfig.ok)
  const transport = clusterTransport(kubeconfig.value, 'here', { env: {} })
  assert.ok(transport.ok)
  return transport.value
}

function failedWith(reason: string): (thrown: unknown) => boolean {
  return thrown => thrown instanceof TransportFailure && thrown.error.reason === reason
}
