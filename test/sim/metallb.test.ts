/** Addresses of load balancers: from the practice cluster's own range, or from MetalLB's pools. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { namespace, pod, Practice, service } from './practice.ts'

const merge = { type: 'application/merge-patch+json' }

function pool(name: string, addresses: readonly string[], extra: object = {}): object {
  return {
    apiVersion: 'metallb.io/v1beta1',
    kind: 'IPAddressPool',
    metadata: { name, namespace: 'metallb-system' },
    spec: { addresses, ...extra }
  }
}

function balanced(name: string, annotations: object = {}, spec: object = {}): object {
  const made = service('lb', name, { type: 'LoadBalancer', ...spec }) as { metadata: object }
  return { ...made, metadata: { ...made.metadata, annotations } }
}

async function start(...objects: readonly object[]): Promise<Practice> {
  const practice = new Practice()
  await practice.apply(namespace('lb'), ...objects)
  return practice
}

interface Found {
  readonly ips: readonly string[]
  readonly modes: readonly unknown[]
  readonly pool: unknown
  /** Reasons and messages of its events. */
  readonly events: readonly string[]
}

async function look(practice: Practice, name: string): Promise<Found> {
  const read = await practice.call('GET', `/api/v1/namespaces/lb/services/${name}`)
  const ingress = (read.at('status.loadBalancer.ingress') ?? []) as readonly {
    readonly ip: string
    readonly ipMode?: string
  }[]
  const events = await practice.call('GET', '/api/v1/namespaces/lb/events')
  const items = events.at('items') as readonly {
    readonly reason: string
    readonly message: string
    readonly involvedObject: { readonly name: string }
  }[]
  const annotations = (read.at('metadata.annotations') ?? {}) as Record<string, string>
  return {
    ips: ingress.map(one => one.ip),
    modes: ingress.map(one => one.ipMode),
    pool: annotations['metallb.io/ip-allocated-from-pool'],
    events: items
      .filter(one => one.involvedObject.name === name)
      .map(one => `${one.reason}: ${one.message}`)
  }
}

const four = ['198.51.100.10-198.51.100.11', '2001:db8::a0/127']

test('without a pool an address comes from the network of the practice node', async () => {
  const found = await look(await start(balanced('web')), 'web')
  assert.deepEqual(found.ips, ['172.18.255.1'])
  assert.deepEqual(found.modes, ['VIP'])
  assert.equal(found.pool, undefined)
})

test('a pool gives the first free address and says so', async () => {
  const found = await look(await start(pool('lab', four), balanced('web')), 'web')
  assert.deepEqual(found.ips, ['198.51.100.10'])
  assert.equal(found.pool, 'lab')
  assert.deepEqual(found.events, ['IPAllocated: Assigned IP ["198.51.100.10"]'])
})

describe('families follow those of the Service', () => {
  for (const [policy, families, expected] of [
    ['SingleStack', ['IPv6'], ['2001:db8::a0']],
    ['RequireDualStack', ['IPv4', 'IPv6'], ['198.51.100.10', '2001:db8::a0']],
    ['PreferDualStack', ['IPv6', 'IPv4'], ['2001:db8::a0', '198.51.100.10']]
  ] as const)
    test(`${policy} with ${families.join(' and ')}`, async () => {
      const spec = { ipFamilyPolicy: policy, ipFamilies: families }
      const found = await look(await start(pool('lab', four), balanced('web', {}, spec)), 'web')
      assert.deepEqual(found.ips, expected)
    })

  test('a pool of one family is enough for PreferDualStack and not for RequireDualStack', async () => {
    const practice = await start(
      pool('lab', ['198.51.100.0/28']),
      balanced('prefer', {}, { ipFamilyPolicy: 'PreferDualStack' }),
      balanced('require', {}, { ipFamilyPolicy: 'RequireDualStack' })
    )
    assert.deepEqual((await look(practice, 'prefer')).ips, ['198.51.100.0'])
    const failed = await look(practice, 'require')
    assert.deepEqual(failed.ips, [])
    assert.deepEqual(failed.events, [
      'AllocationFailed: Failed to allocate IP for "lb/require": no available IPs'
    ])
  })
})

describe('annotations', () => {
  const big = pool('big', ['198.51.100.0/24'], { avoidBuggyIPs: true })
  const quiet = pool('quiet', ['203.0.113.0/29'], { autoAssign: false })
  const cases: readonly (readonly [string, object, readonly string[], string?])[] = [
    ['nothing asked for', {}, ['198.51.100.1']],
    ['an address', { 'metallb.io/loadBalancerIPs': '198.51.100.77' }, ['198.51.100.77']],
    [
      'the older prefix',
      { 'metallb.universe.tf/loadBalancerIPs': '198.51.100.7' },
      ['198.51.100.7']
    ],
    [
      'a pool that gives nothing by itself',
      { 'metallb.io/address-pool': 'quiet' },
      ['203.0.113.0']
    ],
    [
      'an address outside of the pools',
      { 'metallb.io/loadBalancerIPs': '192.0.2.1' },
      [],
      '["192.0.2.1"] is not allowed in config'
    ],
    [
      'an address of another family',
      { 'metallb.io/loadBalancerIPs': '2001:db8::1' },
      [],
      'requested loadBalancer IP(s) ["2001:db8::1"] does not match the ipFamily of the service'
    ],
    [
      'what is no address',
      { 'metallb.io/loadBalancerIPs': 'web' },
      [],
      'invalid metallb.io/loadBalancerIPs: "web"'
    ],
    ['an unknown pool', { 'metallb.io/address-pool': 'none' }, [], 'unknown pool "none"'],
    [
      'an address and another pool',
      { 'metallb.io/loadBalancerIPs': '198.51.100.9', 'metallb.io/address-pool': 'quiet' },
      [],
      'requested loadBalancer IP(s) ["198.51.100.9"] is not compatible with requested address pool quiet'
    ]
  ]
  for (const [title, annotations, ips, problem] of cases)
    test(title, async () => {
      const found = await look(await start(big, quiet, balanced('web', annotations)), 'web')
      assert.deepEqual(found.ips, ips)
      const expected = `AllocationFailed: Failed to allocate IP for "lb/web": ${problem ?? ''}`
      if (problem !== undefined) assert.deepEqual(found.events, [expected])
    })
})

test('an exhausted pool leaves a Service pending, and a deleted one makes room', async () => {
  const practice = await start(
    pool('lab', four),
    balanced('one'),
    balanced('two'),
    balanced('three')
  )
  assert.deepEqual((await look(practice, 'three')).ips, [])
  assert.match((await look(practice, 'three')).events.join(), /no available IPs/)
  await practice.call('DELETE', '/api/v1/namespaces/lb/services/one')
  await practice.settle()
  assert.deepEqual((await look(practice, 'three')).ips, ['198.51.100.10'])
})

test('a pool for some Services alone comes before the others, and is for nobody else', async () => {
  const practice = await start(
    pool('all', ['198.51.100.0/28']),
    pool('some', ['203.0.113.0/28'], {
      serviceAllocation: { priority: 10, serviceSelectors: [{ matchLabels: { app: 'gold' } }] }
    }),
    { ...balanced('web'), metadata: { name: 'web', namespace: 'lb', labels: { app: 'gold' } } },
    balanced('plain'),
    balanced('asks', { 'metallb.io/address-pool': 'some' })
  )
  assert.equal((await look(practice, 'web')).pool, 'some')
  assert.equal((await look(practice, 'plain')).pool, 'all')
  assert.deepEqual((await look(practice, 'asks')).ips, [])
})

test('two Services share an address by the same key and different ports', async () => {
  const shared = {
    'metallb.io/loadBalancerIPs': '198.51.100.10',
    'metallb.io/allow-shared-ip': 'k'
  }
  const practice = await start(
    pool('lab', four),
    balanced('http', shared),
    balanced('https', shared, { ports: [{ port: 443 }] }),
    balanced('same', shared),
    balanced('lone', { 'metallb.io/loadBalancerIPs': '198.51.100.10' }, { ports: [{ port: 81 }] })
  )
  assert.deepEqual((await look(practice, 'https')).ips, ['198.51.100.10'])
  assert.match((await look(practice, 'same')).events.join(), /port TCP\/80 is already in use/)
  assert.match(
    (await look(practice, 'lone')).events.join(),
    /can't change sharing key for "\S+\/lone", address also in use by/
  )
})

test('a class of another controller is left alone, and a change of mind moves the address', async () => {
  const practice = await start(
    pool('lab', four),
    balanced('other', {}, { loadBalancerClass: 'example.com/lb' }),
    balanced('web')
  )
  assert.deepEqual((await look(practice, 'other')).ips, [])
  const url = '/api/v1/namespaces/lb/services/web'
  const annotations = { 'metallb.io/loadBalancerIPs': '198.51.100.11' }
  await practice.call('PATCH', url, { metadata: { annotations } }, merge)
  await practice.settle()
  assert.deepEqual((await look(practice, 'web')).ips, ['198.51.100.11'])
  await practice.call('PATCH', url, { spec: { type: 'ClusterIP' } }, merge)
  await practice.settle()
  assert.deepEqual((await look(practice, 'web')).ips, [])
})

test('a Pod reaches the address of a load balancer in both families', async () => {
  const practice = await start(
    pool('lab', four),
    pod('lb', 'web', 'nginx'),
    pod('lb', 'client', 'curlimages/curl', { container: { command: ['sleep', 'inf'] } }),
    balanced('web', {}, { ipFamilyPolicy: 'RequireDualStack' })
  )
  for (const host of ['198.51.100.10', '[2001:db8::a0]']) {
    const command = ['curl', '-s', '-o', '/dev/null', '-w', '%{http_code}', `http://${host}/`]
    assert.equal((await practice.exec('lb', 'client', command)).stdout, '200', host)
  }
})

test('an advertisement is kept, and its writer is told that nobody hears it', async () => {
  const practice = await start()
  const url = '/apis/metallb.io/v1beta1/namespaces/metallb-system/l2advertisements'
  const answer = await practice.call('POST', url, {
    apiVersion: 'metallb.io/v1beta1',
    kind: 'L2Advertisement',
    metadata: { name: 'lab' },
    spec: { ipAddressPools: ['lab'] }
  })
  assert.equal(answer.status, 201)
  assert.match(String(answer.headers.warning), /addresses are announced to nobody/)
})
