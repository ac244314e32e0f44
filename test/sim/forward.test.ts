import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { namespace, pod, Practice } from './practice.ts'

let practice: Practice

before(async () => {
  practice = new Practice()
  await practice.apply(
    namespace('shop'),
    pod('shop', 'web', 'registry.k8s.io/e2e-test-images/agnhost:2.53', {
      container: { args: ['netexec', '--http-port=8080'] }
    }),
    pod('shop', 'store', 'redis:8'),
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'nobody', namespace: 'shop' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }
    }
  )
})

interface Forwarded {
  readonly text: string
  readonly problem: string | undefined
  readonly ended: boolean
}

/** Sends pieces one by one into a port of a Pod, and gives all that came back. */
async function forwarded(
  name: string,
  port: number,
  ...pieces: readonly (string | Uint8Array)[]
): Promise<Forwarded> {
  const path = `/api/v1/namespaces/shop/pods/${name}/portforward`
  const upgrade = await practice.cluster.upgrade({ method: 'GET', path, headers: {} })
  if (upgrade.kind !== 'forward') throw new Error('not forwarded')
  let text = ''
  let problem: string | undefined
  let ended = false
  const connection = upgrade.open(port, {
    data: bytes => (text += new TextDecoder().decode(bytes)),
    end(said) {
      assert.ok(!ended, 'it ends once')
      ended = true
      problem = said
    }
  })
  for (const piece of pieces)
    connection.send(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece)
  return { text, problem, ended }
}

const ask = (path: string, more = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: localhost:1\r\n${more}\r\n`

test('a forwarded port answers as the server in the Pod does, marked as simulated', async () => {
  const { text, problem, ended } = await forwarded('web', 8080, ask('/hostname'))
  assert.match(text, /^HTTP\/1\.1 200 OK\r\n/)
  assert.match(text, /\r\nX-Netlabs-Simulated: true\r\n/)
  assert.match(text, /\r\nContent-Length: 3\r\n/)
  assert.match(text, /\r\n\r\nweb$/)
  assert.deepEqual([problem, ended], [undefined, false])
})

test('no NetworkPolicy has a part in it, and the client is localhost', async () => {
  const { text } = await forwarded('web', 8080, ask('/clientip'))
  assert.match(text, /\r\n\r\n127\.0\.0\.1:40000$/)
})

test('several requests share a connection, in whatever pieces they come', async () => {
  const all = ask('/echo?msg=one') + ask('/echo?msg=two', 'Connection: close\r\n')
  for (const size of [1, 7, all.length]) {
    const pieces = all.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
    const { text, problem, ended } = await forwarded('web', 8080, ...pieces)
    assert.match(text, /\r\n\r\noneHTTP\/1\.1 200 OK\r\n[^]*\r\nConnection: close\r\n\r\ntwo$/)
    assert.deepEqual([problem, ended], [undefined, true], `${size}`)
  }
})

test('bodies are read by their length and in chunks, so that the next request is found', async () => {
  const post = 'POST /echo?msg=posted HTTP/1.1\r\nHost: x\r\n'
  const bodies = {
    length: `${post}Content-Length: 4\r\n\r\nGET `,
    chunks: `${post}Transfer-Encoding: chunked\r\n\r\n4\r\nGET \r\n0\r\n\r\n`
  }
  for (const [name, body] of Object.entries(bodies)) {
    const { text, problem } = await forwarded('web', 8080, body + ask('/echo?msg=next'))
    assert.equal(problem, undefined, name)
    assert.match(text, /posted[^]*next$/, name)
  }
  const expecting = `${post}Content-Length: 4\r\nExpect: 100-continue\r\n\r\n`
  const { text } = await forwarded('web', 8080, expecting, 'body')
  assert.match(text, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n[^]*posted$/)
})

test('HEAD has the length of a body and no body', async () => {
  const { text } = await forwarded('web', 8080, 'HEAD /hostname HTTP/1.1\r\nHost: x\r\n\r\n')
  assert.match(text, /Content-Length: 3\r\n[^]*\r\n\r\n$/)
})

test('what is not simulated is said on the error stream, in one sentence', async () => {
  const client = Uint8Array.of(0x16, 3, 1, 0, 5)
  const cases: readonly [string, number, string | Uint8Array, RegExp][] = [
    ['web', 81, '', /^error forwarding port 81 to pod web, uid : .*connection is refused/],
    ['web', 8080, client, /TLS is not simulated/],
    ['web', 8080, '*1\r\n$4\r\nPING\r\n', /no HTTP/],
    ['web', 8080, 'PRI * HTTP/2.0\r\n\r\n', /no HTTP/],
    ['store', 6379, ask('/'), /port 6379 is not simulated/]
  ]
  for (const [name, port, sent, expected] of cases) {
    const { text, problem, ended } = await forwarded(name, port, sent)
    assert.match(problem ?? '', expected)
    assert.deepEqual([text, ended], ['', true], problem)
  }
})

test('a Pod that is not there or does not run is refused before anything is opened', async () => {
  await practice.apply(
    pod('shop', 'done', 'busybox:1.37', {
      container: { command: ['true'] },
      spec: { restartPolicy: 'Never' }
    })
  )
  for (const [place, code] of [
    ['shop/pods/nobody', 404],
    ['shop/pods/done', 400]
  ] as const) {
    const path = `/api/v1/namespaces/${place}/portforward`
    const upgrade = await practice.cluster.upgrade({ method: 'GET', path, headers: {} })
    assert.equal(upgrade.kind === 'response' && upgrade.response.status, code, place)
    const plain = await practice.cluster.handle({ method: 'GET', path, headers: {} })
    assert.equal(plain.status, code === 404 ? 404 : 400, place)
  }
})
