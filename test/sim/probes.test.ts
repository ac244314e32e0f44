/** What the probes of labs ask of a Pod's programs. */
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { deployment, namespace, pod, Practice, service } from './practice.ts'

const merge = { type: 'application/merge-patch+json' }
let practice: Practice

before(async () => {
  practice = new Practice()
  await practice.apply(
    namespace('lab'),
    pod('lab', 'echo', 'registry.k8s.io/e2e-test-images/agnhost:2.66.1', {
      container: { args: ['netexec', '--http-port=8080', '--udp-port=8081'] }
    }),
    service('lab', 'echo', {
      clusterIP: '10.96.7.1',
      ipFamilyPolicy: 'RequireDualStack',
      ports: [
        { name: 'http', port: 80, targetPort: 8080 },
        { name: 'udp', port: 81, targetPort: 8081, protocol: 'UDP' }
      ]
    }),
    pod('lab', 'client', 'nicolaka/netshoot', { container: { command: ['sleep', 'inf'] } }),
    deployment('lab', 'many', 'traefik/whoami', { replicas: 5 }),
    service('lab', 'many')
  )
})

async function run(...command: readonly string[]): Promise<string> {
  const { stdout, stderr } = await practice.exec('lab', 'client', command)
  return (stdout + stderr).trim()
}

describe('curl', () => {
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      'another host under the same name',
      ['--connect-to', 'x.test:80:echo.lab:', 'http://x.test/hostname'],
      /^echo$/
    ],
    [
      'every connection to one place',
      ['--connect-to', '::10.96.7.1:80', 'http://y.test:8000/hostname'],
      /^echo$/
    ],
    ['a place that is not meant', ['--connect-to', 'other:80:echo.lab:80', 'http://x.test/'], /^$/],
    ['headers first', ['-i', 'http://echo.lab/hostname'], /^HTTP\/1\.1 200[^]*echo$/],
    [
      'only IPv6',
      ['-6', '-o', '/dev/null', '-w', '%{remote_ip}', 'http://echo.lab/'],
      /^fd00:10:96::/
    ],
    [
      'only IPv4',
      ['-4', '-o', '/dev/null', '-w', '%{remote_ip}', 'http://echo.lab/'],
      /^10\.96\.7\.1$/
    ]
  ]
  for (const [title, options, expected] of cases)
    test(title, async () => {
      assert.match(await run('curl', '-s', ...options), expected)
    })

  test('a body that is written into a file is read from there', async () => {
    const line = 'curl -s -o /tmp/body -w "%{http_code} " http://echo.lab/hostname; cat /tmp/body'
    assert.equal(await run('sh', '-c', line), '200 echo')
  })
})

describe('nc', () => {
  test('an open port in either family, and a closed one', async () => {
    assert.match(
      await run('nc', '-z', '-v', '-6', '-w', '3', 'echo.lab', '80'),
      /\[fd00:10:96::.*open/
    )
    assert.match(
      await run('nc', '-z', '-v', '-4', '-w', '3', 'echo.lab', '80'),
      /10\.96\.7\.1:80\) open/
    )
    assert.match(await run('nc', '-z', '-v', '-w', '3', '10.96.7.1', '82'), /timed out/)
  })

  test('a datagram comes back from a program that answers', async () => {
    assert.equal(await run('sh', '-c', 'echo hostname | nc -u -w 2 echo.lab 81'), 'echo')
    assert.equal(await run('sh', '-c', 'echo echo hi | nc -u -w 2 echo.lab 81'), 'hi')
    assert.equal(await run('sh', '-c', 'echo silence | nc -u -w 2 echo.lab 81'), '')
  })
})

describe('ip addr', () => {
  test('tells the addresses of the Pod and nothing that a kernel would know', async () => {
    const text = await run('ip', 'addr', 'show', 'dev', 'eth0')
    assert.match(text, /^2: eth0: .* mtu 1500 .*\(simulated\)/)
    assert.match(text, /inet 10\.244\.0\.\d+\/24 scope global eth0/)
    assert.match(text, /inet6 fd00:10:244::[0-9a-f]+\/64 scope global eth0/)
    const json = JSON.parse(await run('ip', '-j', '-6', 'addr')) as readonly {
      readonly ifname: string
      readonly addr_info: readonly { readonly family: string }[]
    }[]
    assert.deepEqual(
      json.map(one => one.ifname),
      ['lo', 'eth0']
    )
    assert.deepEqual(
      new Set(json.flatMap(one => one.addr_info.map(a => a.family))),
      new Set(['inet6'])
    )
    assert.match(await run('ip', '-br', 'a'), /^eth0 +UP +10\.244\.0\.\d+\/24 fd00/m)
    assert.match(await run('ip', 'addr', 'show', 'net1'), /Device "net1" does not exist/)
  })

  test('routes are refused in a sentence', async () => {
    const asked = await practice.exec('lab', 'client', ['ip', 'route', 'get', '10.96.7.1'])
    assert.equal(asked.exitCode, 126)
    assert.match(asked.stderr, /there is no kernel with links, routes or neighbours/)
  })
})

test('DNS over TCP is another flow than DNS over UDP', async () => {
  const policy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'udp', namespace: 'lab' },
    spec: {
      podSelector: { matchLabels: { app: 'client' } },
      policyTypes: ['Egress'],
      egress: [{ ports: [{ port: 53, protocol: 'UDP' }] }]
    }
  }
  await practice.apply(policy)
  const name = 'echo.lab.svc.cluster.local'
  assert.equal(await run('dig', '+short', name), '10.96.7.1')
  assert.match(await run('dig', '+tcp', '+short', name), /timed out/)
  await practice.call('DELETE', '/apis/networking.k8s.io/v1/namespaces/lab/networkpolicies/udp')
})

test('with session affinity a client stays with one endpoint, and others may have another', async () => {
  const url = '/api/v1/namespaces/lab/services/many'
  const who = async (): Promise<Set<string>> => {
    const line =
      'for i in 1 2 3 4 5 6 7 8 9 10 11 12; do curl -s http://many.lab/ | head -n 1; done'
    return new Set((await run('sh', '-c', line)).split('\n'))
  }
  assert.ok((await who()).size > 2, 'without affinity requests go round')
  await practice.call('PATCH', url, { spec: { sessionAffinity: 'ClientIP' } }, merge)
  const stays = await who()
  assert.equal(stays.size, 1)
  assert.deepEqual(await who(), stays)
})

test('a load balancer that keeps traffic on nodes gets a port for health checks, and loses it', async () => {
  const spec = { type: 'LoadBalancer', externalTrafficPolicy: 'Local' }
  await practice.apply(service('lab', 'local', spec))
  const url = '/api/v1/namespaces/lab/services/local'
  const port = (await practice.call('GET', url)).at('spec.healthCheckNodePort')
  assert.ok(typeof port === 'number' && port >= 30_000 && port <= 32_767)
  await practice.call('PATCH', url, { metadata: { labels: { a: 'b' } } }, merge)
  assert.equal((await practice.call('GET', url)).at('spec.healthCheckNodePort'), port)
  await practice.call('PATCH', url, { spec: { externalTrafficPolicy: 'Cluster' } }, merge)
  assert.equal((await practice.call('GET', url)).at('spec.healthCheckNodePort'), undefined)
})

test('a preference for the same node is told by the hints of endpoints', async () => {
  await practice.apply(
    service('lab', 'near', { selector: { app: 'many' }, trafficDistribution: 'PreferSameNode' })
  )
  const slices = '/apis/discovery.k8s.io/v1/namespaces/lab/endpointslices'
  const hint = async (name: string): Promise<unknown> => {
    const selector = encodeURIComponent(`kubernetes.io/service-name=${name}`)
    const list = await practice.call('GET', `${slices}?labelSelector=${selector}`)
    return list.at('items[0].endpoints[0].hints.forNodes[0].name')
  }
  assert.equal(await hint('near'), 'practice-node')
  assert.equal(await hint('many'), undefined)
})

test('a server sees the address of the family over which it is asked', async () => {
  const who = async (family: string): Promise<string> =>
    run('curl', '-s', family, 'http://echo.lab/clientip')
  assert.match(await who('-4'), /^10\.244\.0\.\d+:40000$/)
  assert.match(await who('-6'), /^\[fd00:10:244::[0-9a-f]+\]:40000$/)
  const json = JSON.parse(await run('curl', '-s', 'http://many.lab/api')) as {
    readonly hostname: string
  }
  assert.match(json.hostname, /^many-/)
})

test('a server of agnhost tells the header that it is asked for', async () => {
  const ask = async (key: string): Promise<string> =>
    run('curl', '-s', '-H', 'X-Stage: test', `http://echo.lab/header?key=${key}`)
  assert.equal(await ask('x-stage'), 'test')
  assert.equal(await ask('X-Other'), '')
})
