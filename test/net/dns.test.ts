import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { KubeObject } from '../../src/model/object.ts'
import { addressesFrom, resolveName } from '../../src/net/dns.ts'
import {
  addressOfReverseName,
  recordData,
  reverseNameOf,
  type RecordType
} from '../../src/net/dns-record.ts'
import { networkOf } from '../../src/net/network.ts'
import { candidateNames, resolverConfigOf } from '../../src/net/resolver-config.ts'
import { parseIp } from '../../src/model/cidr.ts'
import {
  dnsObjects,
  namespace,
  networkWith,
  pod,
  podNamed,
  policy,
  service,
  slice
} from './example-cluster.ts'

const more: readonly KubeObject[] = [
  namespace('empty'),
  // A namespace that shares its name with a domain of the internet.
  namespace('dev'),
  service('backend/db', {
    clusterIP: 'None',
    selector: { app: 'db' },
    ports: [{ name: 'sql', port: 5432 }]
  }),
  slice(
    'backend/db',
    [['sql', 5432]],
    [
      { ip: '10.244.2.30', hostname: 'db-0' },
      '10.244.2.31',
      { ip: '10.244.2.32', hostname: 'db-2', conditions: { ready: false } }
    ]
  ),
  service('backend/nobody', { clusterIP: 'None', selector: { app: 'no' }, ports: [{ port: 1 }] }),
  service('backend/shop', {
    type: 'ExternalName',
    externalName: 'nginx.backend.svc.cluster.local'
  }),
  service('backend/partner', { type: 'ExternalName', externalName: 'api.partner.com' }),
  service('backend/odd', { type: 'ExternalName', externalName: '192.0.2.1' }),
  service('backend/both', {
    clusterIP: '10.96.1.9',
    clusterIPs: ['10.96.1.9', 'fd00:96::9'],
    ports: [
      { name: 'http', port: 80 },
      { name: 'dns', port: 53, protocol: 'UDP' }
    ]
  })
]

/** Asked for from frontend/client; the answers as dig writes their data. */
const rows: readonly (readonly [
  name: string,
  type: RecordType,
  status: string,
  answers: readonly string[],
  queries?: number
])[] = [
  ['portal', 'A', 'NOERROR', ['10.96.1.2'], 1],
  ['nginx', 'A', 'NXDOMAIN', [], 4],
  ['nginx.backend', 'A', 'NOERROR', ['10.96.1.1'], 2],
  ['nginx.backend.svc', 'A', 'NOERROR', ['10.96.1.1'], 3],
  ['nginx.backend.svc.cluster.local', 'A', 'NOERROR', ['10.96.1.1'], 4],
  ['nginx.backend.svc.cluster.local.', 'A', 'NOERROR', ['10.96.1.1'], 1],
  ['NGINX.Backend', 'A', 'NOERROR', ['10.96.1.1']],
  ['nginx.backend.', 'A', 'NXDOMAIN', [], 1],
  ['nginx.backend', 'AAAA', 'NOERROR', []],
  ['both.backend', 'A', 'NOERROR', ['10.96.1.9']],
  ['both.backend', 'AAAA', 'NOERROR', ['fd00:96::9']],
  ['db.backend', 'A', 'NOERROR', ['10.244.2.30', '10.244.2.31']],
  ['db-0.db.backend', 'A', 'NOERROR', ['10.244.2.30']],
  ['db-2.db.backend', 'A', 'NXDOMAIN', []],
  ['10-244-2-31.db.backend', 'A', 'NOERROR', ['10.244.2.31']],
  ['nobody.backend', 'A', 'NXDOMAIN', []],
  ['10-244-2-20.nginx.backend', 'A', 'NOERROR', ['10.244.2.20']],
  ['shop.backend', 'A', 'NOERROR', ['nginx.backend.svc.cluster.local.', '10.96.1.1']],
  ['shop.backend', 'CNAME', 'NOERROR', ['nginx.backend.svc.cluster.local.']],
  ['partner.backend', 'A', 'SERVFAIL', []],
  ['odd.backend', 'A', 'NXDOMAIN', []],
  ['_http._tcp.nginx.backend', 'SRV', 'NOERROR', ['0 100 80 nginx.backend.svc.cluster.local.']],
  ['_http._udp.nginx.backend', 'SRV', 'NXDOMAIN', []],
  [
    'db.backend',
    'SRV',
    'NOERROR',
    [
      '0 50 5432 db-0.db.backend.svc.cluster.local.',
      '0 50 5432 10-244-2-31.db.backend.svc.cluster.local.'
    ]
  ],
  ['empty.svc.cluster.local.', 'A', 'NOERROR', [], 1],
  ['missing.svc.cluster.local.', 'A', 'NXDOMAIN', [], 1],
  ['svc.cluster.local.', 'A', 'NOERROR', []],
  ['cluster.local.', 'A', 'NOERROR', []],
  ['backend.cluster.local.', 'A', 'NXDOMAIN', []],
  ['a.b.c.nginx.backend.svc.cluster.local.', 'A', 'NXDOMAIN', []],
  ['10-1-2-3.backend.pod.cluster.local.', 'A', 'NOERROR', ['10.1.2.3']],
  ['fd00--1.backend.pod.cluster.local.', 'AAAA', 'NOERROR', ['fd00::1']],
  ['web.backend.pod.cluster.local.', 'A', 'NXDOMAIN', []],
  ['1.1.96.10.in-addr.arpa.', 'PTR', 'NOERROR', ['nginx.backend.svc.cluster.local.']],
  ['30.2.244.10.in-addr.arpa.', 'PTR', 'NOERROR', ['db-0.db.backend.svc.cluster.local.']],
  ['www.somewhere.org', 'A', 'SERVFAIL', []],
  ['api.dev', 'A', 'SERVFAIL', []],
  ['nginx.backend.svc.other.local', 'A', 'NXDOMAIN', []]
]

describe('a Pod asks for a name', () => {
  const network = networkWith(...more)
  for (const [name, type, status, answers, queries] of rows)
    test(`${type} ${name} is ${status} ${answers.join(' ')}`, () => {
      const answer = resolveName(network, podNamed(network, 'frontend/client'), name, type)
      assert.equal(answer.status, status, answer.reason)
      assert.deepEqual(answer.answers.map(recordData), answers)
      assert.equal(answer.server, '10.96.0.10')
      if (queries !== undefined) assert.equal(answer.queried.length, queries)
    })

  test('the search list is asked in its order', () => {
    const { queried } = resolveName(
      network,
      podNamed(network, 'frontend/client'),
      'nginx.backend.svc'
    )
    assert.deepEqual(
      queried.map(query => `${query.name} ${query.status}`),
      [
        'nginx.backend.svc.frontend.svc.cluster.local. NXDOMAIN',
        'nginx.backend.svc.svc.cluster.local. NXDOMAIN',
        'nginx.backend.svc.cluster.local. NOERROR'
      ]
    )
  })

  test('without the search list only the name itself is asked', () => {
    const client = podNamed(network, 'frontend/client')
    const answer = resolveName(network, client, 'portal', 'A', { search: false })
    assert.equal(answer.status, 'NXDOMAIN')
    assert.deepEqual(
      answer.queried.map(query => query.name),
      ['portal.']
    )
  })

  test('names outside come from the upstream that the caller gives', () => {
    const client = podNamed(network, 'frontend/client')
    const answer = resolveName(network, client, 'partner.backend', 'A', {
      upstream: name => ({
        status: 'NOERROR',
        answers: [{ type: 'A', name, ttl: 60, address: '203.0.113.9' }],
        reason: 'The test says so.'
      })
    })
    assert.deepEqual(answer.answers.map(recordData), ['api.partner.com.', '203.0.113.9'])
  })

  test('an alias of itself ends', () => {
    const loop = networkWith(
      service('backend/loop', {
        type: 'ExternalName',
        externalName: 'loop.backend.svc.cluster.local'
      })
    )
    const answer = resolveName(loop, podNamed(loop, 'backend/client'), 'loop')
    assert.equal(addressesFrom(answer.answers).length, 0)
  })

  test('an address that is not ready is published when the Service asks for it', () => {
    const early = networkWith(
      service('backend/early', { clusterIP: 'None', publishNotReadyAddresses: true, ports: [] }),
      // The EndpointSlice controller marks such endpoints ready, whatever their Pods say.
      slice(
        'backend/early',
        [],
        [{ ip: '10.244.2.40', conditions: { ready: true, serving: false } }]
      )
    )
    const answer = resolveName(early, podNamed(early, 'backend/client'), 'early')
    assert.deepEqual(addressesFrom(answer.answers), ['10.244.2.40'])
  })

  test('another cluster domain moves every name', () => {
    const moved = networkOf([...dnsObjects, pod('a/b', '10.0.0.1')], { clusterDomain: 'k8s.corp' })
    const from = podNamed(moved, 'a/b')
    assert.equal(resolveName(moved, from, 'kube-dns.kube-system').status, 'NOERROR')
    assert.equal(resolveName(moved, from, 'kube-dns.kube-system.svc.k8s.corp.').status, 'NOERROR')
    assert.equal(
      resolveName(moved, from, 'kube-dns.kube-system.svc.cluster.local.').status,
      'NXDOMAIN'
    )
  })
})

describe('DNS is traffic too', () => {
  const dnsPeer = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
    podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } }
  }
  const deny = (egress: readonly object[]): KubeObject =>
    policy('frontend/out', { podSelector: {}, policyTypes: ['Egress'], egress })
  const table: readonly (readonly [string, readonly KubeObject[], string])[] = [
    ['egress is denied', [deny([])], 'TIMEOUT'],
    [
      'egress to the DNS Pods is allowed over UDP',
      [deny([{ to: [dnsPeer], ports: [{ port: 53, protocol: 'UDP' }] }])],
      'NOERROR'
    ],
    [
      'egress to the DNS Pods is allowed over TCP alone',
      [deny([{ to: [dnsPeer], ports: [{ port: 53 }] }])],
      'TIMEOUT'
    ],
    [
      'egress is allowed to the cluster IP, which is not what policies see',
      [deny([{ to: [{ ipBlock: { cidr: '10.96.0.10/32' } }] }])],
      'TIMEOUT'
    ],
    ['the DNS Pods let nobody in', [policy('kube-system/deny', { podSelector: {} })], 'TIMEOUT'],
    [
      'the policy is about another namespace',
      [policy('backend/out', { podSelector: {}, policyTypes: ['Egress'] })],
      'NOERROR'
    ]
  ]
  for (const [when, policies, status] of table)
    test(`${status} when ${when}`, () => {
      const network = networkWith(...policies)
      const answer = resolveName(network, podNamed(network, 'frontend/client'), 'portal')
      assert.equal(answer.status, status, answer.reason)
    })

  test('no answer when no DNS Pod is ready', () => {
    const objects = dnsObjects.map(object =>
      object.kind === 'EndpointSlice'
        ? slice(
            'kube-system/kube-dns',
            [['dns', 53, 'UDP']],
            [{ ip: '10.244.0.2', conditions: { ready: false } }]
          )
        : object
    )
    const network = networkOf([...objects, pod('a/b', '10.0.0.1')])
    const answer = resolveName(network, podNamed(network, 'a/b'), 'kube-dns.kube-system')
    assert.equal(answer.status, 'TIMEOUT')
    assert.match(answer.reason, /Service kube-system\/kube-dns has no endpoints for port 53/)
  })

  test('no answer when the cluster has no DNS Service', () => {
    const network = networkOf([pod('a/b', '10.0.0.1')])
    assert.equal(resolveName(network, podNamed(network, 'a/b'), 'x').status, 'TIMEOUT')
  })
})

describe('what resolv.conf says', () => {
  const network = networkWith(
    pod('a/default', '10.0.0.1', { spec: { dnsPolicy: 'Default' } }),
    pod('a/host', '192.168.0.1', { spec: { hostNetwork: true } }),
    pod('a/host-first', '192.168.0.1', {
      spec: { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }
    }),
    pod('a/none', '10.0.0.2', {
      spec: {
        dnsPolicy: 'None',
        dnsConfig: {
          nameservers: ['10.96.0.10'],
          searches: ['backend.svc.cluster.local'],
          options: [{ name: 'ndots', value: '2' }]
        }
      }
    }),
    pod('a/more', '10.0.0.3', {
      spec: { dnsConfig: { searches: ['corp.example'], options: [{ name: 'ndots', value: '1' }] } }
    })
  )
  const cluster = ['a.svc.cluster.local', 'svc.cluster.local', 'cluster.local']
  const table: readonly (readonly [
    string,
    readonly string[],
    readonly string[],
    number,
    boolean
  ])[] = [
    ['a/default', [], [], 1, true],
    ['a/host', [], [], 1, true],
    ['a/host-first', ['10.96.0.10'], cluster, 5, false],
    ['a/none', ['10.96.0.10'], ['backend.svc.cluster.local'], 2, false],
    ['a/more', ['10.96.0.10'], [...cluster, 'corp.example'], 1, false]
  ]
  for (const [title, nameservers, search, ndots, fromNode] of table)
    test(title, () => {
      const { reason, ...config } = resolverConfigOf(network, podNamed(network, title))
      assert.deepEqual(config, { nameservers, search, ndots, otherOptions: [], fromNode })
      assert.notEqual(reason, '')
    })

  test('a Pod with the resolver of its node does not know the names of the cluster', () => {
    const answer = resolveName(
      network,
      podNamed(network, 'a/default'),
      'nginx.backend.svc.cluster.local'
    )
    assert.equal(answer.status, 'NXDOMAIN')
  })

  test('a Pod with its own settings finds what they lead to', () => {
    const answer = resolveName(network, podNamed(network, 'a/none'), 'nginx')
    assert.deepEqual(answer.answers.map(recordData), ['10.96.1.1'])
  })

  test('enough dots put the name itself first', () => {
    const config = resolverConfigOf(network, podNamed(network, 'a/more'))
    assert.deepEqual(candidateNames(config, 'a.b').slice(0, 2), [
      'a.b.',
      'a.b.a.svc.cluster.local.'
    ])
    assert.deepEqual(candidateNames(config, 'a').slice(0, 1), ['a.a.svc.cluster.local.'])
    assert.deepEqual(candidateNames(config, 'a.'), ['a.'])
  })
})

describe('reverse names', () => {
  for (const [text, name] of [
    ['10.96.0.1', '1.0.96.10.in-addr.arpa.'],
    ['2001:db8::1', '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.']
  ] as const)
    test(text, () => {
      const ip = parseIp(text)
      assert.ok(ip)
      assert.equal(reverseNameOf(ip), name)
      assert.deepEqual(addressOfReverseName(name), ip)
    })

  test('an incomplete one is no address', () =>
    assert.equal(addressOfReverseName('96.10.in-addr.arpa.'), undefined))
})

test('a program tries global IPv6 before IPv4 before unique local IPv6', () => {
  const record = (address: string) =>
    ({ type: address.includes(':') ? 'AAAA' : 'A', name: 'x.', ttl: 1, address }) as const
  assert.deepEqual(addressesFrom(['fd00::1', '10.0.0.1', '2001:db8::1'].map(record)), [
    '2001:db8::1',
    '10.0.0.1',
    'fd00::1'
  ])
})
