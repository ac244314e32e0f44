import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { connect, connectEach } from '../../src/net/connect.ts'
import { httpRequest, parseHttpUrl } from '../../src/net/http.ts'
import { networkWith, podNamed, policy, service, slice } from './example-cluster.ts'

const sameNamespaceOnly = policy('backend/same-namespace-only', {
  podSelector: {},
  policyTypes: ['Ingress'],
  ingress: [{ from: [{ podSelector: {} }] }]
})

describe('a trace tells the way', () => {
  test('step by step, with the objects', () => {
    const network = networkWith(sameNamespaceOnly)
    const { trace } = connect(network, {
      from: podNamed(network, 'frontend/client'),
      host: 'nginx.backend',
      port: 80
    })
    assert.deepEqual(
      trace.map(({ step, ok, object }) => [step, ok, object?.kind]),
      [
        ['name', true, undefined],
        ['service', true, 'Service'],
        ['policy', true, undefined],
        ['policy', false, 'NetworkPolicy']
      ]
    )
    assert.match(trace[3]?.sentence ?? '', /Policies see port 8080 of the Pod, not port 80/)
  })

  test('for every endpoint, so that half a Service is seen as such', () => {
    const network = networkWith(
      policy('backend/first', {
        podSelector: { matchLabels: { app: 'nginx' } },
        ingress: [{ from: [{ podSelector: { matchLabels: { app: 'client' } } }] }]
      }),
      service('backend/mixed', { clusterIP: '10.96.2.1', ports: [{ port: 80 }] }),
      slice('backend/mixed', [['', 8080]], ['10.244.2.20', '10.244.1.12'])
    )
    const outcomes = connectEach(network, {
      from: podNamed(network, 'frontend/client'),
      host: '10.96.2.1',
      port: 80
    }).map(connection => connection.outcome)
    assert.deepEqual(outcomes, ['timeout', 'connected'])
  })
})

describe('HTTP', () => {
  const network = networkWith()
  const from = podNamed(network, 'frontend/client')

  test('the container at the other end answers', () => {
    const result = httpRequest(network, {
      from,
      url: 'http://nginx.backend/page?x=1',
      headers: { accept: '*/*' },
      serve: ({ pod: server, container, port, path, headers, method }) => ({
        status: 200,
        headers: {},
        body: [server.metadata.name, container?.name, port, method, path, headers.host].join(' ')
      })
    })
    assert.equal(result?.response?.body, 'nginx-1 main 8080 GET /page?x=1 nginx.backend')
  })

  test('a connection without an answer has no response', () => {
    const result = httpRequest(network, { from, url: 'nginx.backend', serve: () => undefined })
    assert.equal(result?.connection.outcome, 'connected')
    assert.equal(result.response, undefined)
  })

  test('nobody is asked when nothing connects', () => {
    const result = httpRequest(network, {
      from,
      url: 'http://nginx.backend:81/',
      serve: () => assert.fail('nothing arrives')
    })
    assert.equal(result?.connection.outcome, 'timeout')
  })

  const urls: readonly (readonly [string, string | undefined])[] = [
    ['nginx', 'nginx 80 nginx /'],
    ['http://nginx.backend.', 'nginx.backend. 80 nginx.backend. /'],
    ['https://a:8443/x?y#z', 'a 8443 a:8443 /x?y'],
    ['HTTP://user:pw@a/', 'a 80 a /'],
    ['http://[fd00::1]:8080/', '[fd00::1] 8080 [fd00::1]:8080 /'],
    ['http://a?x=1', 'a 80 a /?x=1'],
    ['ftp://a/', undefined],
    ['http://', undefined],
    ['http://a:0/', undefined],
    ['http://a:70000/', undefined],
    ['http://a b/', undefined]
  ]
  for (const [text, expected] of urls)
    test(`${text} reads as ${expected ?? 'nothing'}`, () => {
      const url = parseHttpUrl(text)
      assert.equal(url && `${url.host} ${url.port} ${url.authority} ${url.path}`, expected)
    })
})
