/**
 * Gateways and routes of the practice cluster: what its controllers say, and where requests go.
 * One file although it is long, since all of it is written in the same few helpers.
 */
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { deployment, namespace, Practice, service } from './practice.ts'

const group = 'gateway.networking.k8s.io'
const apis = `/apis/${group}/v1/namespaces`

type RouteSpec = Readonly<Record<string, unknown>>

function gateway(name: string, ns: string, listeners: readonly object[], of = 'practice'): object {
  return {
    apiVersion: `${group}/v1`,
    kind: 'Gateway',
    metadata: { name, namespace: ns },
    spec: { gatewayClassName: of, listeners }
  }
}

function route(name: string, ns: string, spec: RouteSpec): object {
  return {
    apiVersion: `${group}/v1`,
    kind: 'HTTPRoute',
    metadata: { name, namespace: ns },
    spec
  }
}

const http = { name: 'http', port: 80, protocol: 'HTTP' }

function echo(ns: string, name: string): readonly object[] {
  return [
    deployment(ns, name, 'traefik/whoami', { container: { ports: [{ containerPort: 80 }] } }),
    service(ns, name)
  ]
}

function said(ns: string, name: string): readonly object[] {
  const container = { args: [`-text=${name}`, '-listen=:8080'] }
  return [
    deployment(ns, name, 'hashicorp/http-echo', { container }),
    service(ns, name, { ports: [{ port: 80, targetPort: 8080 }] })
  ]
}

/** A client and the backends `blue` and `green` (which say their name) and `echo`, in namespace `shop`. */
async function shop(...objects: readonly object[]): Promise<Practice> {
  const practice = new Practice()
  await practice.apply(
    namespace('shop'),
    namespace('other'),
    ...said('shop', 'blue'),
    ...said('shop', 'green'),
    ...echo('shop', 'echo'),
    deployment('shop', 'client', 'curlimages/curl', { container: { command: ['sleep', 'inf'] } }),
    ...objects
  )
  return practice
}

async function clientOf(practice: Practice): Promise<string> {
  const pods = await practice.call('GET', '/api/v1/namespaces/shop/pods?labelSelector=app%3Dclient')
  return String(pods.at('items[0].metadata.name'))
}

async function addressOf(practice: Practice, name: string, ns = 'shop'): Promise<string> {
  const read = await practice.call('GET', `${apis}/${ns}/gateways/${name}`)
  return String(read.at('status.addresses[0].value'))
}

async function curl(
  practice: Practice,
  address: string,
  path: string,
  ...options: readonly string[]
): Promise<string> {
  const command = ['curl', '-s', '-w', '%{http_code}', ...options, `http://${address}${path}`]
  return (await practice.exec('shop', await clientOf(practice), command)).stdout
}

async function parents(practice: Practice, name: string, ns = 'shop'): Promise<readonly string[]> {
  const read = await practice.call('GET', `${apis}/${ns}/httproutes/${name}`)
  const list = (read.at('status.parents') ?? []) as readonly {
    readonly conditions: readonly { type: string; status: string; reason: string }[]
  }[]
  return list.flatMap(one => one.conditions.map(c => `${c.type} ${c.status} ${c.reason}`))
}

const toBlue = [{ backendRefs: [{ name: 'blue', port: 80 }] }]
const parentRefs = [{ name: 'gate' }]

test('a Gateway gets an address, its listener counts routes, and requests reach the backend', async () => {
  const practice = await shop(
    gateway('gate', 'shop', [http]),
    route('web', 'shop', { parentRefs, hostnames: ['shop.example'], rules: toBlue })
  )
  const read = await practice.call('GET', `${apis}/shop/gateways/gate`)
  assert.match(String(read.at('status.addresses[0].value')), /^172\.18\.255\.\d+$/)
  assert.match(String(read.at('status.addresses[1].value')), /^fd00:172:18::/)
  assert.equal(read.at('status.listeners[0].attachedRoutes'), 1)
  assert.equal(read.at('status.conditions[1].type'), 'Programmed')
  assert.equal(read.at('status.conditions[1].status'), 'True')
  assert.deepEqual(await parents(practice, 'web'), [
    'Accepted True Accepted',
    'ResolvedRefs True ResolvedRefs'
  ])
  const address = await addressOf(practice, 'gate')
  assert.equal(await curl(practice, address, '/', '-H', 'Host: shop.example'), 'blue\n200')
  assert.match(await curl(practice, address, '/', '-H', 'Host: other.example'), /404$/)
})

test('both classes are accepted, and Traefik is there as soon as something asks for it', async () => {
  const practice = await shop()
  for (const name of ['practice', 'traefik']) {
    const read = await practice.call('GET', `/apis/${group}/v1/gatewayclasses/${name}`)
    assert.equal(read.at('status.conditions[0].type'), 'Accepted')
    assert.equal(read.at('status.conditions[0].status'), 'True')
  }
  assert.equal((await practice.call('GET', '/api/v1/namespaces/traefik')).status, 404)
  await practice.apply(
    gateway('gate', 'shop', [http], 'traefik'),
    route('web', 'shop', { parentRefs, rules: toBlue })
  )
  const traefik = await practice.call('GET', '/api/v1/namespaces/traefik/services/traefik')
  assert.equal(traefik.at('status.loadBalancer.ingress[0].ip'), await addressOf(practice, 'gate'))
  assert.equal(await curl(practice, 'traefik.traefik', '/'), 'blue\n200')
})

test('a Gateway of a class that nobody plays stays without a status', async () => {
  const practice = await shop(
    gateway('gate', 'shop', [http], 'istio'),
    route('web', 'shop', { parentRefs, rules: toBlue })
  )
  const read = await practice.call('GET', `${apis}/shop/gateways/gate`)
  assert.equal(read.at('status.addresses'), undefined)
  assert.deepEqual(await parents(practice, 'web'), [])
})

describe('a route is told why it is not accepted, or where its references fail', () => {
  const cases: readonly (readonly [string, RouteSpec, string, string?])[] = [
    [
      'a section that the Gateway does not have',
      { parentRefs: [{ name: 'gate', sectionName: 'https' }], rules: toBlue },
      'Accepted False NoMatchingParent'
    ],
    [
      'a port that no listener has',
      { parentRefs: [{ name: 'gate', port: 8080 }], rules: toBlue },
      'Accepted False NoMatchingParent'
    ],
    [
      'a hostname outside of the listener',
      { parentRefs, hostnames: ['shop.example.org'], rules: toBlue },
      'Accepted False NoMatchingListenerHostname'
    ],
    [
      'a namespace that the listener does not let in',
      { parentRefs: [{ name: 'gate', namespace: 'shop' }], rules: toBlue },
      'Accepted False NotAllowedByListeners',
      'other'
    ],
    [
      'a Service that does not exist',
      { parentRefs, rules: [{ backendRefs: [{ name: 'nobody', port: 80 }] }] },
      'ResolvedRefs False BackendNotFound'
    ],
    [
      'a port that the Service does not have',
      { parentRefs, rules: [{ backendRefs: [{ name: 'blue', port: 81 }] }] },
      'ResolvedRefs False BackendNotFound'
    ],
    [
      'a Service of another namespace without a grant',
      { parentRefs, rules: [{ backendRefs: [{ name: 'web', namespace: 'other', port: 80 }] }] },
      'ResolvedRefs False RefNotPermitted'
    ],
    [
      'a backend that is no Service',
      { parentRefs, rules: [{ backendRefs: [{ kind: 'ConfigMap', name: 'blue', port: 80 }] }] },
      'ResolvedRefs False InvalidKind'
    ]
  ]
  let practice: Practice
  before(async () => {
    practice = await shop(gateway('gate', 'shop', [{ ...http, hostname: '*.shop.example' }]))
  })
  for (const [title, spec, expected, ns = 'shop'] of cases)
    test(title, async () => {
      await practice.apply(route('web', ns, spec))
      assert.ok((await parents(practice, 'web', ns)).includes(expected))
    })
})

test('a ReferenceGrant lets a route use a Service of another namespace, for as long as it is there', async () => {
  const practice = await shop(
    ...said('other', 'red'),
    gateway('gate', 'shop', [http]),
    route('web', 'shop', {
      parentRefs,
      rules: [{ backendRefs: [{ name: 'red', namespace: 'other', port: 80 }] }]
    })
  )
  const address = await addressOf(practice, 'gate')
  assert.match(await curl(practice, address, '/'), /no ReferenceGrant there allows it\.\n500$/)
  const grant = {
    apiVersion: `${group}/v1beta1`,
    kind: 'ReferenceGrant',
    metadata: { name: 'from-shop', namespace: 'other' },
    spec: {
      from: [{ group, kind: 'HTTPRoute', namespace: 'shop' }],
      to: [{ group: '', kind: 'Service', name: 'red' }]
    }
  }
  await practice.apply(grant)
  assert.ok((await parents(practice, 'web')).includes('ResolvedRefs True ResolvedRefs'))
  assert.equal(await curl(practice, address, '/'), 'red\n200')
  await practice.call('DELETE', `/apis/${group}/v1beta1/namespaces/other/referencegrants/from-shop`)
  await practice.settle()
  assert.match(await curl(practice, address, '/'), /500$/)
})

describe('requests are shared by weight', () => {
  const weighted = (blue: number, green: number): RouteSpec => ({
    parentRefs,
    rules: [
      {
        backendRefs: [
          { name: 'blue', port: 80, weight: blue },
          { name: 'green', port: 80, weight: green }
        ]
      }
    ]
  })
  const counts = async (practice: Practice, requests: number): Promise<Record<string, number>> => {
    const address = await addressOf(practice, 'gate')
    const script = `for i in $(seq ${requests}); do curl -s -w '%{http_code}\\n' http://${address}/; done`
    const { stdout } = await practice.exec('shop', await clientOf(practice), ['sh', '-c', script])
    const found: Record<string, number> = {}
    for (const line of stdout.trim().split('\n')) found[line] = (found[line] ?? 0) + 1
    return found
  }
  for (const [blue, green] of [
    [90, 10],
    [50, 50],
    [1, 3]
  ] as const)
    test(`${blue} to ${green}`, async () => {
      const practice = await shop(
        gateway('gate', 'shop', [http]),
        route('w', 'shop', weighted(blue, green))
      )
      const found = await counts(practice, 100)
      assert.deepEqual(found, {
        blue: (100 * blue) / (blue + green),
        green: (100 * green) / (blue + green),
        '200': 100
      })
    })

  test('weight 0 gets nothing, and weights of zero alone give 500', async () => {
    const practice = await shop(gateway('gate', 'shop', [http]), route('w', 'shop', weighted(1, 0)))
    assert.deepEqual(await counts(practice, 20), { blue: 20, '200': 20 })
    await practice.apply(route('w', 'shop', weighted(0, 0)))
    assert.equal((await counts(practice, 3))['500'], 3)
  })

  test('the share of a backend without endpoints is answered 503', async () => {
    const practice = await shop(gateway('gate', 'shop', [http]), route('w', 'shop', weighted(9, 1)))
    await practice.apply(deployment('shop', 'green', 'hashicorp/http-echo', { replicas: 0 }))
    const found = await counts(practice, 20)
    assert.equal(found['200'], 18)
    assert.equal(found['503'], 2)
  })
})

describe('filters', () => {
  let practice: Practice
  let address: string
  before(async () => {
    const echoed = [{ name: 'echo', port: 80 }]
    const prefix = (value: string): object[] => [{ path: { type: 'PathPrefix', value } }]
    practice = await shop(
      gateway('gate', 'shop', [http]),
      route('web', 'shop', {
        parentRefs,
        rules: [
          {
            matches: prefix('/headers'),
            filters: [
              {
                type: 'RequestHeaderModifier',
                requestHeaderModifier: {
                  set: [{ name: 'X-Stage', value: 'new' }],
                  add: [{ name: 'X-Seen', value: 'gate' }],
                  remove: ['User-Agent']
                }
              }
            ],
            backendRefs: echoed
          },
          {
            matches: prefix('/old'),
            filters: [
              {
                type: 'RequestRedirect',
                requestRedirect: {
                  scheme: 'https',
                  hostname: 'new.example',
                  path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' },
                  statusCode: 301
                }
              }
            ]
          },
          {
            matches: prefix('/api'),
            filters: [
              {
                type: 'URLRewrite',
                urlRewrite: {
                  hostname: 'inner.example',
                  path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' }
                }
              }
            ],
            backendRefs: echoed
          }
        ]
      })
    )
    address = await addressOf(practice, 'gate')
  })

  test('headers are set, added and removed', async () => {
    const answer = await curl(practice, address, '/headers', '-H', 'X-Seen: client')
    assert.match(answer, /^X-Stage: new$/m)
    assert.match(answer, /^X-Seen: client,gate$/m)
    assert.doesNotMatch(answer, /^User-Agent/m)
    assert.match(answer, /^X-Forwarded-For: 10\.244\.0\.\d+$/m)
  })

  test('a redirect names scheme, host and the path with its prefix replaced', async () => {
    const answer = await curl(practice, address, '/old/a?b=1', '-i')
    assert.match(answer, /^HTTP\/1\.1 301/)
    assert.match(answer, /^Location: https:\/\/new\.example\/new\/a\?b=1\r$/m)
    const asked = ['-o', '/dev/null', '-w', '%{redirect_url}']
    assert.equal(
      await curl(practice, address, '/old/a?b=1', ...asked),
      'https://new.example/new/a?b=1'
    )
  })

  test('a rewritten request arrives with another host and path', async () => {
    const answer = await curl(practice, address, '/api/v1/items?b=1')
    assert.match(answer, /^GET \/v1\/items\?b=1 HTTP\/1\.1$/m)
    assert.match(answer, /^Host: inner\.example$/m)
  })
})

test('policies see the proxy as the one who asks', async () => {
  const deny = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'only-gate', namespace: 'shop' },
    spec: {
      podSelector: { matchLabels: { app: 'blue' } },
      ingress: [{ from: [{ podSelector: { matchLabels: { [`${group}/gateway-name`]: 'gate' } } }] }]
    }
  }
  const practice = await shop(
    gateway('gate', 'shop', [http]),
    route('web', 'shop', { parentRefs, rules: toBlue }),
    deny
  )
  assert.equal(await curl(practice, await addressOf(practice, 'gate'), '/'), 'blue\n200')
  assert.equal(await curl(practice, 'blue', '/', '--max-time', '1'), '000')
  await practice.apply({ ...deny, spec: { podSelector: {}, ingress: [] } })
  assert.equal(
    await curl(practice, await addressOf(practice, 'gate'), '/', '--max-time', '1'),
    '000'
  )
})

test('a listener that ends TLS needs its Secret, and answers https with -k', async () => {
  const https = {
    name: 'https',
    port: 443,
    protocol: 'HTTPS',
    hostname: 'shop.example',
    tls: { certificateRefs: [{ name: 'cert' }] }
  }
  const practice = await shop(
    gateway('gate', 'shop', [https]),
    route('web', 'shop', { parentRefs, rules: toBlue })
  )
  const listener = async (): Promise<unknown> =>
    (await practice.call('GET', `${apis}/shop/gateways/gate`)).at(
      'status.listeners[0].conditions[2]'
    )
  assert.equal(((await listener()) as { reason: string }).reason, 'InvalidCertificateRef')
  await practice.apply({
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: { name: 'cert', namespace: 'shop' },
    data: { 'tls.crt': 'eA==', 'tls.key': 'eA==' }
  })
  assert.equal(((await listener()) as { status: string }).status, 'True')
  const address = await addressOf(practice, 'gate')
  const ask = async (
    ...options: readonly string[]
  ): Promise<{ exitCode: number; stdout: string }> =>
    practice.exec('shop', await clientOf(practice), [
      'curl',
      '-s',
      ...options,
      '--resolve',
      `shop.example:443:${address}`,
      'https://shop.example/'
    ])
  assert.equal((await ask('-k')).stdout, 'blue\n')
  assert.equal((await ask()).exitCode, 60)
})

test("listeners that are in each other's way are told so", async () => {
  const tls = { certificateRefs: [{ name: 'cert' }] }
  const practice = await shop(
    gateway('gate', 'shop', [http, { ...http, name: 'again', protocol: 'HTTPS', tls }], 'traefik'),
    gateway('high', 'shop', [{ ...http, port: 8000 }], 'traefik')
  )
  const conditions = async (name: string, index: number): Promise<string> => {
    const read = await practice.call('GET', `${apis}/shop/gateways/${name}`)
    return String(read.at(`status.listeners[${index}].conditions[0].reason`))
  }
  assert.equal(await conditions('gate', 0), 'Accepted')
  assert.equal(await conditions('gate', 1), 'ProtocolConflict')
  assert.equal(await conditions('high', 0), 'PortUnavailable')
})

test('the proxy of a Gateway goes with it', async () => {
  const practice = await shop(gateway('gate', 'shop', [http]))
  const url = '/api/v1/namespaces/shop/services/gate-practice'
  assert.equal((await practice.call('GET', url)).status, 200)
  await practice.call('DELETE', `${apis}/shop/gateways/gate`)
  await practice.settle()
  assert.equal((await practice.call('GET', url)).status, 404)
})
