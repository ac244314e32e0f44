import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stringOf } from '../../src/base/json.ts'
import { durationText } from '../../src/sim/table/column.ts'
import { deployment, namespace, pod, Practice, service } from './practice.ts'

const asTable = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' }

async function filled(): Promise<Practice> {
  const practice = new Practice()
  await practice.apply(
    namespace('backend'),
    deployment('backend', 'web', 'nginx', { replicas: 2 }),
    service('backend', 'web', { type: 'NodePort', ports: [{ port: 80, nodePort: 30_080 }] }),
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'deny', namespace: 'backend' },
      spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Ingress'] }
    }
  )
  await practice.clock.advance(90_000)
  return practice
}

interface TableCase {
  readonly url: string
  readonly columns: readonly string[]
  /** The cells of the first row; a star stands for anything. */
  readonly cells: readonly (string | number)[]
}

const tables: readonly TableCase[] = [
  {
    url: '/api/v1/namespaces/backend/pods',
    columns: [
      'Name',
      'Ready',
      'Status',
      'Restarts',
      'Age',
      'IP',
      'Node',
      'Nominated Node',
      'Readiness Gates'
    ],
    cells: ['*', '1/1', 'Running', '0', '90s', '*', 'practice-node', '<none>', '<none>']
  },
  {
    url: '/api/v1/namespaces/backend/services',
    columns: ['Name', 'Type', 'Cluster-IP', 'External-IP', 'Port(s)', 'Age', 'Selector'],
    cells: ['web', 'NodePort', '*', '<none>', '80:30080/TCP', '90s', 'app=web']
  },
  {
    url: '/apis/apps/v1/namespaces/backend/deployments',
    columns: [
      'Name',
      'Ready',
      'Up-to-date',
      'Available',
      'Age',
      'Containers',
      'Images',
      'Selector'
    ],
    cells: ['web', '2/2', 2, 2, '90s', 'web', 'nginx', 'app=web']
  },
  {
    url: '/apis/apps/v1/namespaces/backend/replicasets',
    columns: ['Name', 'Desired', 'Current', 'Ready', 'Age', 'Containers', 'Images', 'Selector'],
    cells: ['*', 2, 2, 2, '90s', 'web', 'nginx', '*']
  },
  {
    url: '/api/v1/namespaces',
    columns: ['Name', 'Status', 'Age'],
    cells: ['backend', 'Active', '90s']
  },
  {
    url: '/apis/discovery.k8s.io/v1/namespaces/backend/endpointslices',
    columns: ['Name', 'AddressType', 'Ports', 'Endpoints', 'Age'],
    cells: ['*', 'IPv4', '80', '*', '90s']
  },
  {
    url: '/apis/networking.k8s.io/v1/namespaces/backend/networkpolicies',
    columns: ['Name', 'Pod-Selector', 'Age'],
    cells: ['deny', 'app=web', '90s']
  },
  {
    url: '/apis/networking.k8s.io/v1/servicecidrs',
    columns: ['Name', 'CIDRs', 'Age'],
    cells: ['kubernetes', '10.96.0.0/16,fd00:10:96::/112', '90s']
  },
  {
    url: '/api/v1/namespaces/backend/configmaps',
    columns: ['Name', 'Data', 'Age'],
    cells: ['*', 1, '90s']
  }
]

for (const { url, columns, cells } of tables)
  test(`the table of ${url} has the columns of a real server`, async () => {
    const practice = await filled()
    const answer = await practice.call('GET', url, undefined, asTable)
    assert.equal(answer.at('kind'), 'Table')
    const definitions = answer.at('columnDefinitions') as { name: string }[]
    assert.deepEqual(
      definitions.map(one => one.name),
      columns
    )
    const first = answer.at('rows[0].cells') as (string | number)[]
    assert.deepEqual(
      first.map((cell, i) => (cells[i] === '*' ? '*' : cell)),
      cells
    )
    assert.equal(answer.at('rows[0].object.kind'), 'PartialObjectMetadata')
  })

test('metadata alone can be asked for', async () => {
  const practice = await filled()
  const accept = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io'
  const answer = await practice.call('GET', '/api/v1/namespaces/backend/pods', undefined, {
    accept
  })
  assert.equal(answer.at('kind'), 'PartialObjectMetadataList')
  assert.equal(answer.at('items[0].spec'), undefined)
})

test('a list comes in pages that together are the whole', async () => {
  const practice = new Practice()
  const maps = '/api/v1/namespaces/default/configmaps'
  for (const name of ['a', 'b', 'c', 'd']) await practice.call('POST', maps, { metadata: { name } })
  const names: string[] = []
  let token = ''
  do {
    const page = await practice.call('GET', `${maps}?limit=2&continue=${encodeURIComponent(token)}`)
    names.push(
      ...(page.at('items') as { metadata: { name: string } }[]).map(one => one.metadata.name)
    )
    token = stringOf(page.at('metadata.continue')) ?? ''
  } while (token !== '')
  assert.deepEqual(names, ['a', 'b', 'c', 'd', 'kube-root-ca.crt'])
})

for (const [selector, names] of [
  ['app=one', ['a']],
  ['app!=one', ['b', 'c']],
  ['app in (one,two)', ['a', 'b']],
  ['app notin (one)', ['b', 'c']],
  ['app', ['a', 'b']],
  ['!app', ['c']],
  ['app=one,tier', []]
] as const)
  test(`the label selector ${selector} finds ${names.join(', ') || 'nothing'}`, async () => {
    const practice = new Practice()
    await practice.apply(
      pod('default', 'a', 'nginx', { labels: { app: 'one' } }),
      pod('default', 'b', 'nginx', { labels: { app: 'two' } }),
      pod('default', 'c', 'nginx', { labels: { tier: 'x' } })
    )
    const url = `/api/v1/namespaces/default/pods?labelSelector=${encodeURIComponent(selector)}`
    const found = (await practice.call('GET', url)).at('items') as { metadata: { name: string } }[]
    assert.deepEqual(
      found.map(one => one.metadata.name),
      names
    )
  })

test('Pods can be selected by name, phase and node', async () => {
  const practice = new Practice()
  await practice.apply(pod('default', 'a', 'nginx'), pod('default', 'b', 'nginx'))
  for (const [selector, count] of [
    ['metadata.name=a', 1],
    ['status.phase=Running', 2],
    ['status.phase!=Running', 0],
    ['spec.nodeName=practice-node,metadata.name!=a', 1]
  ] as const) {
    const url = `/api/v1/namespaces/default/pods?fieldSelector=${encodeURIComponent(selector)}`
    assert.equal(
      ((await practice.call('GET', url)).at('items') as unknown[]).length,
      count,
      selector
    )
  }
})

test('discovery leads from the root to every kind, plainly and aggregated', async () => {
  const practice = new Practice()
  assert.deepEqual((await practice.call('GET', '/api')).at('versions'), ['v1'])
  const groups = (await practice.call('GET', '/apis')).at('groups') as {
    name: string
    preferredVersion: { groupVersion: string }
  }[]
  assert.ok(groups.some(one => one.preferredVersion.groupVersion === 'networking.k8s.io/v1'))
  for (const { preferredVersion } of groups) {
    const list = await practice.call('GET', `/apis/${preferredVersion.groupVersion}`)
    assert.equal(list.at('kind'), 'APIResourceList', preferredVersion.groupVersion)
  }
  const core = await practice.call('GET', '/api/v1')
  const names = (core.at('resources') as { name: string }[]).map(one => one.name)
  for (const name of ['pods', 'pods/exec', 'pods/log', 'services', 'namespaces', 'events'])
    assert.ok(names.includes(name), name)
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
  const aggregated = await practice.call('GET', '/apis', undefined, { accept })
  assert.equal(aggregated.at('kind'), 'APIGroupDiscoveryList')
  assert.match(String(aggregated.headers['content-type']), /as=APIGroupDiscoveryList/)
  assert.equal((await practice.call('GET', '/apis/none.example/v1')).status, 404)
  assert.equal((await practice.call('GET', '/readyz')).body, 'ok')
})

test('one may ask what one may do', async () => {
  const practice = new Practice()
  const answer = await practice.call(
    'POST',
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    {
      spec: { resourceAttributes: { verb: 'create', resource: 'pods' } }
    }
  )
  assert.equal(answer.status, 201)
  assert.equal(answer.at('status.allowed'), true)
})

for (const [seconds, text] of [
  [5, '5s'],
  [119, '119s'],
  [120, '2m'],
  [125, '2m5s'],
  [660, '11m'],
  [4 * 3600 + 60, '4h1m'],
  [30 * 3600, '30h'],
  [3 * 86_400, '3d'],
  [3 * 86_400 + 3600, '3d1h'],
  [800 * 86_400, '2y70d']
] as const)
  test(`${seconds} seconds are written ${text}`, () => {
    assert.equal(durationText(seconds * 1000), text)
  })
