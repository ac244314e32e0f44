import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deployment, namespace, pod, Practice, service } from './practice.ts'

const strategic = { type: 'application/strategic-merge-patch+json' }
const deployments = '/apis/apps/v1/namespaces/backend/deployments'
const pods = '/api/v1/namespaces/backend/pods'
const slices = '/apis/discovery.k8s.io/v1/namespaces/backend/endpointslices'

interface Item {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> }
  readonly spec: Readonly<Record<string, unknown>>
  readonly status: Readonly<Record<string, unknown>>
}

async function items(practice: Practice, url: string): Promise<readonly Item[]> {
  return (await practice.call('GET', url)).at('items') as readonly Item[]
}

async function backend(...objects: readonly object[]): Promise<Practice> {
  const practice = new Practice()
  await practice.apply(namespace('backend'), ...objects)
  return practice
}

test('the cluster starts with its namespaces, its node and a DNS that is ready', async () => {
  const practice = new Practice()
  const names = (await items(practice, '/api/v1/namespaces')).map(one => one.metadata.name)
  assert.deepEqual(names, [
    'default',
    'kube-node-lease',
    'kube-public',
    'kube-system',
    'metallb-system'
  ])
  const dns = await practice.call('GET', '/apis/apps/v1/namespaces/kube-system/deployments/coredns')
  assert.equal(dns.at('status.readyReplicas'), 2)
  const node = await practice.call('GET', '/api/v1/nodes/practice-node')
  assert.deepEqual(
    (node.at('metadata.annotations') as Record<string, string>)['netlabs/simulated'],
    'true'
  )
  assert.match(String((await practice.call('GET', '/version')).at('gitVersion')), /\+practice$/)
})

test('a namespace gets its label, its ServiceAccount and its ConfigMap', async () => {
  const practice = await backend()
  const found = await practice.call('GET', '/api/v1/namespaces/backend')
  assert.equal(
    (found.at('metadata.labels') as Record<string, string>)['kubernetes.io/metadata.name'],
    'backend'
  )
  for (const url of ['serviceaccounts/default', 'configmaps/kube-root-ca.crt'])
    assert.equal((await practice.call('GET', `/api/v1/namespaces/backend/${url}`)).status, 200)
})

test('a Deployment brings up Pods with addresses in both families and reports itself available', async () => {
  const practice = await backend(deployment('backend', 'web', 'nginx', { replicas: 3 }))
  const found = await items(practice, pods)
  assert.equal(found.length, 3)
  const ips = found.flatMap(one => one.status.podIPs as { ip: string }[]).map(one => one.ip)
  assert.equal(new Set(ips).size, 6)
  for (const one of found) assert.equal(one.status.phase, 'Running')
  const { status } = (await practice.call('GET', `${deployments}/web`)).body as Item
  assert.equal(status.observedGeneration, 1)
  assert.equal(status.availableReplicas, 3)
  assert.deepEqual(
    (status.conditions as { type: string; status: string; reason: string }[]).map(one => [
      one.type,
      one.status,
      one.reason
    ]),
    [
      ['Available', 'True', 'MinimumReplicasAvailable'],
      ['Progressing', 'True', 'NewReplicaSetAvailable']
    ]
  )
})

test('a rolling update never has fewer available Pods than allowed, and ends on the new template', async () => {
  const practice = await backend(deployment('backend', 'web', 'nginx:1', { replicas: 4 }))
  const next = await practice.watch(`${deployments}?watch=true`)
  await next()
  const image = (text: string): object => ({
    spec: { template: { spec: { containers: [{ name: 'web', image: text }] } } }
  })
  await practice.call('PATCH', `${deployments}/web`, image('nginx:2'), strategic)
  const seen: number[] = []
  for (;;) {
    const waiting = next()
    await practice.clock.advance(1000)
    const event = (await waiting) as unknown as { object: Item }
    const { availableReplicas = 0, updatedReplicas = 0, replicas } = event.object.status
    seen.push(availableReplicas as number)
    if (updatedReplicas === 4 && replicas === 4 && availableReplicas === 4) break
  }
  assert.ok(Math.min(...seen) >= 3, seen.join(','))
  const images = (await items(practice, pods)).map(
    one => (one.spec.containers as { image: string }[])[0]?.image
  )
  assert.deepEqual(images, ['nginx:2', 'nginx:2', 'nginx:2', 'nginx:2'])
  const sets = await items(practice, '/apis/apps/v1/namespaces/backend/replicasets')
  assert.equal(sets.length, 2)

  await practice.call('PATCH', `${deployments}/web`, image('nginx:1'), strategic)
  await practice.settle()
  const after = await items(practice, '/apis/apps/v1/namespaces/backend/replicasets')
  assert.equal(after.length, 2, 'the old ReplicaSet comes back')
})

test('Recreate ends the old Pods before it starts new ones', async () => {
  const strategy = { strategy: { type: 'Recreate' } }
  const practice = await backend(
    deployment('backend', 'web', 'nginx:1', { replicas: 2, spec: strategy })
  )
  const old = (await items(practice, pods)).map(one => one.metadata.name)
  await practice.apply(deployment('backend', 'web', 'nginx:2', { replicas: 2, spec: strategy }))
  const now = (await items(practice, pods)).map(one => one.metadata.name)
  assert.equal(now.length, 2)
  assert.ok(now.every(name => !old.includes(name)))
})

test('a Pod that loses its label is let go and replaced', async () => {
  const practice = await backend(deployment('backend', 'web', 'nginx'))
  const [first] = await items(practice, pods)
  assert.ok(first)
  await practice.call(
    'PATCH',
    `${pods}/${first.metadata.name}`,
    { metadata: { labels: { app: 'other' } } },
    strategic
  )
  await practice.settle()
  const labels = (await items(practice, pods)).map(one => one.metadata.labels?.app)
  assert.deepEqual(labels.sort(), ['other', 'web'])
})

test('EndpointSlices follow readiness', async () => {
  const probe = (port: number): object => ({
    ports: [{ containerPort: 80 }],
    readinessProbe: { tcpSocket: { port } }
  })
  const practice = await backend(
    deployment('backend', 'web', 'nginx', { replicas: 2, container: probe(81) }),
    service('backend', 'web')
  )
  const ready = async (): Promise<unknown[]> => {
    const [slice] = (await items(practice, slices)) as unknown as {
      endpoints: { conditions: { ready: boolean } }[]
    }[]
    return (slice?.endpoints ?? []).map(one => one.conditions.ready)
  }
  assert.deepEqual(await ready(), [false, false])
  await practice.apply(deployment('backend', 'web', 'nginx', { replicas: 2, container: probe(80) }))
  assert.deepEqual(await ready(), [true, true])
  await practice.apply(deployment('backend', 'web', 'nginx', { replicas: 0, container: probe(80) }))
  assert.deepEqual(await ready(), [])
})

test('a dual-stack Service has an address and a slice of each family', async () => {
  const practice = await backend(
    deployment('backend', 'web', 'nginx'),
    service('backend', 'web', { ipFamilyPolicy: 'PreferDualStack' })
  )
  const found = await practice.call('GET', '/api/v1/namespaces/backend/services/web')
  const ips = found.at('spec.clusterIPs') as string[]
  assert.match(ips.join(), /^10\.96\.\d+\.\d+,fd00:10:96::/)
  const types = ((await items(practice, slices)) as unknown as { addressType: string }[]).map(
    one => one.addressType
  )
  assert.deepEqual(types.sort(), ['IPv4', 'IPv6'])
})

interface ServiceCase {
  readonly name: string
  readonly spec: object
  readonly check: (spec: Readonly<Record<string, unknown>>) => void
}

const serviceCases: readonly ServiceCase[] = [
  {
    name: 'headless: no address',
    spec: { clusterIP: 'None' },
    check: spec => assert.deepEqual(spec.clusterIPs, ['None'])
  },
  {
    name: 'NodePort: a port in the range',
    spec: { type: 'NodePort' },
    check: spec => {
      const [port] = spec.ports as { nodePort: number }[]
      assert.ok(port && port.nodePort >= 30_000 && port.nodePort <= 32_767)
    }
  },
  {
    name: 'an asked address: that one',
    spec: { clusterIP: '10.96.7.7' },
    check: spec => assert.deepEqual(spec.clusterIPs, ['10.96.7.7'])
  },
  {
    name: 'IPv6 first: an IPv6 address',
    spec: { ipFamilies: ['IPv6'] },
    check: spec => assert.match(String(spec.clusterIP), /^fd00:/)
  },
  {
    name: 'ExternalName: neither address nor families',
    spec: { type: 'ExternalName', externalName: 'example.com' },
    check: spec => assert.deepEqual([spec.clusterIP, spec.ipFamilies], [undefined, undefined])
  }
]

for (const { name, spec, check } of serviceCases)
  test(`a Service is given what its type needs. ${name}`, async () => {
    const practice = await backend(service('backend', 'web', spec))
    const found = await practice.call('GET', '/api/v1/namespaces/backend/services/web')
    check(found.at('spec') as Readonly<Record<string, unknown>>)
  })

test('a StatefulSet numbers its Pods, a DaemonSet has one a node, a Job ends', async () => {
  const labels = { app: 'x' }
  const template = (command?: string[], restartPolicy?: string): object => ({
    metadata: { labels },
    spec: {
      containers: [
        { name: 'c', image: command ? 'busybox' : 'nginx', ...(command && { command }) }
      ],
      ...(restartPolicy !== undefined && { restartPolicy })
    }
  })
  const workload = (apiVersion: string, kind: string, name: string, spec: object): object => ({
    apiVersion,
    kind,
    metadata: { name, namespace: 'backend' },
    spec
  })
  const selector = { matchLabels: labels }
  const practice = await backend(
    workload('apps/v1', 'StatefulSet', 'set', {
      replicas: 2,
      serviceName: 'set',
      selector,
      template: template()
    })
  )
  const names = (await items(practice, pods)).map(one => one.metadata.name)
  assert.deepEqual(names, ['set-0', 'set-1'])
  await practice.call('DELETE', '/apis/apps/v1/namespaces/backend/statefulsets/set')
  await practice.apply(
    workload('apps/v1', 'DaemonSet', 'daemon', { selector, template: template() })
  )
  const daemon = await practice.call('GET', '/apis/apps/v1/namespaces/backend/daemonsets/daemon')
  assert.equal(daemon.at('status.numberReady'), 1)
  await practice.apply(
    workload('batch/v1', 'Job', 'good', { template: template(['true'], 'Never') }),
    workload('batch/v1', 'Job', 'bad', { backoffLimit: 1, template: template(['false'], 'Never') })
  )
  const conditions = async (name: string): Promise<string[]> => {
    const job = await practice.call('GET', `/apis/batch/v1/namespaces/backend/jobs/${name}`)
    return (job.at('status.conditions') as { type: string }[]).map(one => one.type)
  }
  assert.deepEqual(await conditions('good'), ['SuccessCriteriaMet', 'Complete'])
  assert.deepEqual(await conditions('bad'), ['Failed'])
})

test('a Pod waits for the ConfigMap that it mounts', async () => {
  const practice = await backend(
    pod('backend', 'web', 'nginx', {
      spec: { volumes: [{ name: 'v', configMap: { name: 'page' } }] }
    })
  )
  assert.equal((await practice.call('GET', `${pods}/web`)).at('status.phase'), 'Pending')
  await practice.apply({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'page', namespace: 'backend' }
  })
  assert.equal((await practice.call('GET', `${pods}/web`)).at('status.phase'), 'Running')
})

interface Deletion {
  readonly policy: string
  readonly left: number
}

for (const { policy, left } of [
  { policy: 'Background', left: 0 },
  { policy: 'Foreground', left: 0 },
  { policy: 'Orphan', left: 2 }
] satisfies Deletion[])
  test(`deleting a Deployment with ${policy} leaves ${left} of its Pods`, async () => {
    const practice = await backend(deployment('backend', 'web', 'nginx', { replicas: 2 }))
    const answer = await practice.call('DELETE', `${deployments}/web`, {
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      propagationPolicy: policy
    })
    assert.equal(answer.status, 200)
    await practice.settle()
    assert.equal((await practice.call('GET', `${deployments}/web`)).status, 404)
    assert.equal((await items(practice, pods)).length, left)
  })

test('a finalizer holds an object until it is taken away', async () => {
  const practice = await backend()
  const maps = '/api/v1/namespaces/backend/configmaps'
  await practice.call('POST', maps, { metadata: { name: 'a', finalizers: ['example.com/hold'] } })
  await practice.call('DELETE', `${maps}/a`)
  const held = await practice.call('GET', `${maps}/a`)
  assert.equal(held.status, 200)
  assert.ok(held.at('metadata.deletionTimestamp'))
  await practice.call(
    'PATCH',
    `${maps}/a`,
    { metadata: { finalizers: null } },
    {
      type: 'application/merge-patch+json'
    }
  )
  assert.equal((await practice.call('GET', `${maps}/a`)).status, 404)
})

test('deleting with the uid of another object is a conflict', async () => {
  const practice = await backend(deployment('backend', 'web', 'nginx'))
  const answer = await practice.call('DELETE', `${deployments}/web`, {
    preconditions: { uid: 'another' }
  })
  assert.equal(answer.status, 409)
  assert.equal((await practice.call('GET', `${deployments}/web`)).status, 200)
})

test('a namespace goes with everything in it, and takes nothing new meanwhile', async () => {
  const practice = await backend(
    deployment('backend', 'web', 'nginx', { replicas: 2 }),
    service('backend', 'web')
  )
  const answer = await practice.call('DELETE', '/api/v1/namespaces/backend')
  assert.equal(answer.at('status.phase'), 'Terminating')
  const late = await practice.call('POST', '/api/v1/namespaces/backend/configmaps', {
    metadata: { name: 'late' }
  })
  assert.equal(late.status, 403)
  assert.equal(late.at('details.causes[0].reason'), 'NamespaceTerminating')
  await practice.settle()
  assert.equal((await practice.call('GET', '/api/v1/namespaces/backend')).status, 404)
  const left = practice.cluster.objects().filter(one => one.metadata.namespace === 'backend')
  assert.deepEqual(left, [])
})

test('a collection is deleted by its labels', async () => {
  const practice = await backend(
    pod('backend', 'a', 'nginx', { labels: { tier: 'one' } }),
    pod('backend', 'b', 'nginx', { labels: { tier: 'two' } })
  )
  await practice.call('DELETE', `${pods}?labelSelector=tier%3Done`)
  await practice.settle()
  assert.deepEqual(
    (await items(practice, pods)).map(one => one.metadata.name),
    ['b']
  )
})
