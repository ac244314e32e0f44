/** Meshes of the practice cluster: routing by their objects, and what only real proxies could say. */
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { deployment, pod, Practice, service } from './practice.ts'

function said(name: string, version: string): readonly object[] {
  const container = {
    name: 'web',
    image: 'hashicorp/http-echo',
    args: [`-text=${version}`, '-listen=:8080']
  }
  const labels = { app: 'web', version }
  return [
    deployment('shop', name, 'hashicorp/http-echo', {
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } }
      }
    }),
    service('shop', name, {
      selector: { version },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }]
    })
  ]
}

const sleep = { container: { command: ['sleep', 'inf'] } }

/** Namespace `shop` of a mesh: two versions behind `web`, a client inside and one outside of the mesh. */
async function shop(metadata: object, ...objects: readonly object[]): Promise<Practice> {
  const practice = new Practice()
  await practice.apply(
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', ...metadata } },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'plain' } },
    ...said('web-v1', 'v1'),
    ...said('web-v2', 'v2'),
    service('shop', 'web', {
      selector: { app: 'web' },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }]
    }),
    pod('shop', 'in', 'curlimages/curl', sleep),
    pod('plain', 'out', 'curlimages/curl', sleep),
    ...objects
  )
  return practice
}

const istio = { labels: { 'istio-injection': 'enabled' } }

async function count(
  practice: Practice,
  [ns, name]: readonly [string, string],
  requests: number,
  ...options: readonly string[]
): Promise<Record<string, number>> {
  const words = ['curl', '-s', ...options, 'http://web.shop/'].map(one => `'${one}'`).join(' ')
  const line = `for i in $(seq ${requests}); do ${words} || echo failed; done`
  const { stdout } = await practice.exec(ns, name, ['sh', '-c', line])
  const found: Record<string, number> = {}
  for (const one of stdout.trim().split('\n')) found[one] = (found[one] ?? 0) + 1
  return found
}

const inside = ['shop', 'in'] as const
const outside = ['plain', 'out'] as const

function virtualService(http: readonly object[]): object {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { hosts: ['web'], http }
  }
}

const subsets = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    host: 'web.shop.svc.cluster.local',
    subsets: ['v1', 'v2'].map(version => ({ name: version, labels: { version } }))
  }
}

function split(v1: number, v2: number): object[] {
  return [
    { destination: { host: 'web', subset: 'v1' }, weight: v1 },
    { destination: { host: 'web', subset: 'v2' }, weight: v2 }
  ]
}

test('a Service without Pods is answered with 503 inside of the mesh, and refused outside of it', async () => {
  const nobody = service('shop', 'nobody', {
    selector: { app: 'none' },
    ports: [{ name: 'http', port: 80, targetPort: 8080 }]
  })
  const practice = await shop(istio, nobody)
  const ask = ['curl', '-s', '-w', ' %{http_code}', 'http://nobody.shop/']
  const within = await practice.exec(...inside, ask)
  assert.deepEqual([within.exitCode, within.stdout], [0, 'no healthy upstream 503'])
  assert.equal((await practice.exec(...outside, ask)).exitCode, 7)
})

test('new Pods of a namespace with the label get a proxy, others and those that decline do not', async () => {
  const declined = pod('shop', 'declined', 'nginx', {
    labels: { 'sidecar.istio.io/inject': 'false' }
  })
  const practice = await shop(istio, declined)
  const proxies = async (ns: string, name: string): Promise<unknown> =>
    (await practice.call('GET', `/api/v1/namespaces/${ns}/pods/${name}`)).at(
      'spec.initContainers[0].name'
    )
  assert.equal(await proxies('shop', 'in'), 'istio-proxy')
  assert.equal(await proxies('shop', 'declined'), undefined)
  assert.equal(await proxies('plain', 'out'), undefined)
  const ready = await practice.call('GET', '/api/v1/namespaces/shop/pods/in')
  assert.equal(ready.at('status.phase'), 'Running')
})

describe('Istio', () => {
  test('a VirtualService shares requests by weight for clients of the mesh alone', async () => {
    const practice = await shop(istio, subsets, virtualService([{ route: split(90, 10) }]))
    assert.deepEqual(await count(practice, inside, 100), { v1: 90, v2: 10 })
    const bypass = await count(practice, outside, 60)
    assert.ok((bypass.v2 ?? 0) > 15, JSON.stringify(bypass))
  })

  test('the first rule that matches decides, by header and path', async () => {
    const practice = await shop(
      istio,
      subsets,
      virtualService([
        { match: [{ headers: { 'x-canary': { exact: '1' } } }], route: split(0, 100).slice(1) },
        { match: [{ uri: { prefix: '/old' } }], redirect: { uri: '/new', redirectCode: 302 } },
        { route: split(100, 0).slice(0, 1) }
      ])
    )
    assert.deepEqual(await count(practice, inside, 10, '-H', 'x-canary: 1'), { v2: 10 })
    assert.deepEqual(await count(practice, inside, 10), { v1: 10 })
    const ask = ['curl', '-s', '-i', 'http://web.shop/old/x']
    assert.match(
      (await practice.exec('shop', 'in', ask)).stdout,
      /^HTTP\/1\.1 302[^]*Location: http:\/\/web\.shop\/new\r/
    )
  })

  test('a share of requests is aborted where a rule says so, none without a percentage', async () => {
    const abort = (percentage: object): object =>
      virtualService([
        {
          fault: { abort: { httpStatus: 418, ...percentage } },
          route: [{ destination: { host: 'web', subset: 'v1' } }]
        }
      ])
    const codes = (): Promise<Record<string, number>> =>
      count(practice, inside, 10, '-o', '/dev/null', '-w', '%{http_code}\\n')
    const practice = await shop(istio, subsets, abort({ percentage: { value: 100 } }))
    assert.deepEqual(await codes(), { 418: 10 })
    await practice.apply(abort({ percentage: { value: 30 } }))
    assert.deepEqual(await codes(), { 418: 3, 200: 7 })
    await practice.apply(abort({}))
    assert.deepEqual(await codes(), { 200: 10 })
  })

  test('a rule that delays is told not to be simulated', async () => {
    const fault = { delay: { percentage: { value: 50 }, fixedDelay: '2s' } }
    const practice = await shop(istio, subsets, virtualService([{ fault, route: split(100, 0) }]))
    const { stdout, stderr, exitCode } = await practice.exec('shop', 'in', [
      'curl',
      '-sS',
      'http://web.shop/'
    ])
    assert.notEqual(exitCode, 0)
    assert.match(stdout + stderr, /delays requests/)
  })

  test('a subset that no DestinationRule has, and one without Pods, give 503 for their share', async () => {
    const practice = await shop(istio, virtualService([{ route: split(50, 50) }]))
    const answer = ['curl', '-s', '-w', '%{http_code}', 'http://web.shop/']
    assert.match((await practice.exec('shop', 'in', answer)).stdout, /has subset v1\.\n503$/)
    await practice.apply(subsets, virtualService([{ route: split(90, 10) }]))
    const url = '/apis/apps/v1/namespaces/shop/deployments/web-v2/scale'
    const type = 'application/merge-patch+json'
    await practice.call('PATCH', url, { spec: { replicas: 0 } }, { type })
    await practice.settle()
    const found = await count(practice, inside, 50)
    assert.equal(found.v1, 45)
    assert.equal(found['Service shop/web has no ready endpoints.'], 5)
  })

  describe('AuthorizationPolicy', () => {
    const policy = (spec: object): object => ({
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { selector: { matchLabels: { app: 'web' } }, ...spec }
    })
    let practice: Practice
    before(async () => {
      practice = await shop(istio)
    })
    const ask = async (
      method: string,
      path: string,
      ...options: readonly string[]
    ): Promise<string> => {
      const command = [
        'curl',
        '-s',
        '-X',
        method,
        '-w',
        '%{http_code}',
        ...options,
        `http://web.shop${path}`
      ]
      const { stdout, stderr } = await practice.exec('shop', 'in', command)
      return `${stdout.slice(-3)}${stderr}`
    }

    test('lets in what a rule allows by method, path and header', async () => {
      const rules = [
        { to: [{ operation: { methods: ['GET'], paths: ['/public/*'] } }] },
        { when: [{ key: 'request.headers[x-token]', values: ['secret*'] }] }
      ]
      await practice.apply(policy({ rules }))
      assert.equal(await ask('GET', '/public/a'), '200')
      assert.equal(await ask('POST', '/public/a'), '403')
      assert.equal(await ask('GET', '/private'), '403')
      assert.equal(await ask('GET', '/private', '-H', 'X-Token: secret-1'), '200')
    })

    test('denies before it allows, and nothing allowed means nothing', async () => {
      await practice.apply(
        policy({ action: 'DENY', rules: [{ to: [{ operation: { paths: ['/admin*'] } }] }] })
      )
      assert.equal(await ask('GET', '/admin/x'), '403')
      assert.equal(await ask('GET', '/'), '200')
      await practice.apply(policy({ action: 'ALLOW' }))
      assert.equal(await ask('GET', '/'), '403')
    })

    test('who is calling is refused in a sentence', async () => {
      await practice.apply(policy({ rules: [{ from: [{ source: { namespaces: ['shop'] } }] }] }))
      const { exitCode, stderr } = await practice.exec('shop', 'in', [
        'curl',
        '-sS',
        'http://web.shop/'
      ])
      assert.equal(exitCode, 126)
      assert.match(
        stderr,
        /not in the practice cluster: AuthorizationPolicy shop\/web asks who is calling, which only mTLS/
      )
    })

    test('so is what STRICT mutual TLS does to plain text', async () => {
      await practice.call(
        'DELETE',
        '/apis/security.istio.io/v1/namespaces/shop/authorizationpolicies/web'
      )
      await practice.apply({
        apiVersion: 'security.istio.io/v1',
        kind: 'PeerAuthentication',
        metadata: { name: 'default', namespace: 'shop' },
        spec: { mtls: { mode: 'STRICT' } }
      })
      const plain = await practice.exec('plain', 'out', ['curl', '-sS', 'http://web.shop/'])
      assert.equal(plain.exitCode, 126)
      assert.match(plain.stderr, /mTLS of real proxies/)
      assert.equal(await ask('GET', '/'), '200')
    })
  })
})

describe('routes of a Service', () => {
  const route = (v1: number, v2: number): object => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      parentRefs: [{ group: '', kind: 'Service', name: 'web', port: 80 }],
      rules: [
        {
          matches: [{ headers: [{ name: 'x-canary', value: '1' }] }],
          backendRefs: [{ name: 'web-v2', port: 80 }]
        },
        {
          backendRefs: [
            { name: 'web-v1', port: 80, weight: v1 },
            { name: 'web-v2', port: 80, weight: v2 }
          ]
        }
      ]
    }
  })
  for (const [mesh, metadata, controller] of [
    ['Istio', istio, 'istio.io/gateway-controller'],
    ['Linkerd', { annotations: { 'linkerd.io/inject': 'enabled' } }, 'linkerd.io/policy-controller']
  ] as const)
    test(`${mesh} routes by them and accepts them`, async () => {
      const practice = await shop(metadata, route(1, 3))
      assert.deepEqual(await count(practice, inside, 40), { v1: 10, v2: 30 })
      assert.deepEqual(await count(practice, inside, 5, '-H', 'x-canary: 1'), { v2: 5 })
      assert.ok(((await count(practice, outside, 60)).v1 ?? 0) > 20)
      const url = '/apis/gateway.networking.k8s.io/v1/namespaces/shop/httproutes/web'
      const read = await practice.call('GET', url)
      assert.equal(read.at('status.parents[0].controllerName'), controller)
      assert.equal(read.at('status.parents[0].conditions[0].status'), 'True')
      assert.equal(read.at('status.parents[0].conditions[1].reason'), 'ResolvedRefs')
    })

  test('without a mesh they change nothing, and nobody accepts them', async () => {
    const practice = await shop({}, route(0, 1))
    assert.ok(((await count(practice, inside, 60)).v1 ?? 0) > 15)
    const url = '/apis/gateway.networking.k8s.io/v1/namespaces/shop/httproutes/web'
    assert.equal((await practice.call('GET', url)).at('status.parents'), undefined)
  })
})
