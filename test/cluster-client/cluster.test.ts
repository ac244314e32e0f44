import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ClusterErrorReason } from '../../src/cluster/cluster-error.ts'
import { createCluster, type Cluster } from '../../src/cluster/cluster.ts'
import { conflictsOf } from '../../src/cluster/conflicts.ts'
import { formatFieldPath } from '../../src/base/field-path.ts'
import type { KubeObject } from '../../src/model/object.ts'
import { FakeClock } from '../support/fake-clock.ts'
import { ScriptedTransport, type Script } from './scripted-transport.ts'
import { discoveryScript, pod, podList, podNamed, status } from './served.ts'

function clusterOn(script: Script): { cluster: Cluster; transport: ScriptedTransport } {
  const transport = new ScriptedTransport({ ...discoveryScript, ...script })
  const options = { context: 'test', simulated: true, clock: new FakeClock(), random: () => 0.5 }
  return { cluster: createCluster(transport, options), transport }
}

const web = podNamed('web', '5', {
  metadata: { name: 'web', namespace: 'shop' },
  spec: { containers: [{ name: 'web', image: 'web:1' }] }
}) as KubeObject
const webPath = '/api/v1/namespaces/shop/pods/web'
const ref = { ...pod, namespace: 'shop', name: 'web' }

test('a list is read page by page, and its items carry their type', async () => {
  const { cluster, transport } = clusterOn({
    'GET /api/v1/pods': [
      podList('9', [podNamed('a', '1'), podNamed('b', '2')], 'next'),
      podList('9', [podNamed('c', '3')])
    ]
  })
  const answer = await cluster.list(pod, { limit: 2, labelSelector: 'app=web' })
  assert.ok(answer.ok)
  assert.deepEqual(
    answer.value.items.map(item => `${item.kind} ${item.metadata.name ?? ''}`),
    ['Pod a', 'Pod b', 'Pod c']
  )
  assert.equal(answer.value.resourceVersion, '9')
  assert.equal(answer.value.truncated, false)
  assert.deepEqual(transport.lines.slice(2), [
    'GET /api/v1/pods?labelSelector=app%3Dweb&limit=2',
    'GET /api/v1/pods?labelSelector=app%3Dweb&limit=2&continue=next'
  ])
})

test('a list whose pages expire on the way is read again at once', async () => {
  const { cluster, transport } = clusterOn({
    'GET /api/v1/pods': [
      podList('9', [podNamed('a', '1')], 'next'),
      status(410, 'Expired'),
      podList('12', [podNamed('a', '1'), podNamed('b', '11')])
    ]
  })
  const answer = await cluster.list(pod)
  assert.ok(answer.ok)
  assert.equal(answer.value.items.length, 2)
  assert.equal(transport.lines.at(-1), 'GET /api/v1/pods?')
})

test('maxItems ends a list and says that there is more', async () => {
  const page = podList('9', [podNamed('a', '1'), podNamed('b', '2')], 'next')
  const { cluster, transport } = clusterOn({ 'GET /api/v1/pods': page })
  const answer = await cluster.list(pod, { maxItems: 1 })
  assert.ok(answer.ok)
  assert.equal(answer.value.items.length, 1)
  assert.equal(answer.value.truncated, true)
  assert.equal(transport.lines.length, 3)
})

test('discovery is read once, and once more before a kind counts as not served', async () => {
  const { cluster, transport } = clusterOn({ [`GET ${webPath}`]: { json: web } })
  await cluster.get(ref)
  await cluster.get(ref)
  assert.equal(transport.lines.filter(line => line.startsWith('GET /apis?')).length, 1)
  const answer = await cluster.get({ apiVersion: 'cilium.io/v2', kind: 'CiliumNode', name: 'x' })
  assert.equal(!answer.ok && answer.error.reason, 'not-found')
  assert.equal(transport.lines.filter(line => line.startsWith('GET /apis?')).length, 2)
})

test('a server without aggregated discovery is asked group by group, and a dead group is named', async () => {
  const { cluster } = clusterOn({
    'GET /api': { json: { kind: 'APIVersions', versions: ['v1'] } },
    'GET /api/v1': {
      json: {
        kind: 'APIResourceList',
        resources: [
          { name: 'pods', singularName: 'pod', namespaced: true, kind: 'Pod', verbs: ['get'] },
          { name: 'pods/exec', namespaced: true, kind: 'PodExecOptions', verbs: ['create'] }
        ]
      }
    },
    'GET /apis': {
      json: {
        kind: 'APIGroupList',
        groups: [{ name: 'metrics.k8s.io', versions: [{ version: 'v1beta1' }] }]
      }
    },
    'GET /apis/metrics.k8s.io/v1beta1': { status: 503, text: 'service unavailable' }
  })
  const answer = await cluster.discovery()
  assert.ok(answer.ok)
  assert.deepEqual(answer.value.find(pod)?.subresources, ['exec'])
  assert.deepEqual(answer.value.staleGroups, ['metrics.k8s.io'])
})

test('apply sends the raw object, strict, under our name, without force', async () => {
  const { cluster, transport } = clusterOn({ [`PATCH ${webPath}`]: { json: web } })
  const odd = { ...web, spec: { weight: 80 }, metadata: { ...web.metadata, managedFields: [{}] } }
  assert.ok((await cluster.apply(odd, { dryRun: true })).ok)
  const sent = transport.requests.at(-1)!
  assert.equal(
    sent.line,
    `PATCH ${webPath}?fieldValidation=Strict&dryRun=All&fieldManager=kubernetes-networking-labs&force=false`
  )
  assert.equal(sent.headers?.['content-type'], 'application/apply-patch+yaml')
  assert.deepEqual(JSON.parse(sent.body ?? ''), { ...odd, metadata: web.metadata })
})

test('fields of another manager come back as conflicts and are not taken over', async () => {
  const { cluster, transport } = clusterOn({
    [`PATCH ${webPath}`]: status(409, 'Conflict', {
      details: {
        causes: [
          {
            reason: 'FieldManagerConflict',
            message: 'conflict with "kubectl-scale" with subresource "scale" using apps/v1',
            field: '.spec.replicas'
          }
        ]
      }
    })
  })
  const answer = await cluster.apply(web)
  assert.ok(!answer.ok)
  assert.equal(answer.error.reason, 'conflict')
  assert.deepEqual(
    conflictsOf(answer.error).map(({ manager, field }) => ({ manager, field })),
    [{ manager: 'kubectl-scale', field: '.spec.replicas' }]
  )
  assert.ok(transport.lines.every(line => !line.includes('force=true')))
})

for (const [title, unfinished] of [
  ['without a name', { ...pod, metadata: { generateName: 'web-' } }],
  ['without metadata, as a person is still writing it', pod as unknown as KubeObject],
  ['with empty metadata', { ...pod, metadata: null } as unknown as KubeObject]
] as const)
  test(`an object ${title} is refused before anything is sent`, async () => {
    const { cluster, transport } = clusterOn({})
    for (const answer of [await cluster.apply(unfinished), await cluster.previewOf(unfinished)])
      assert.equal(!answer.ok && answer.error.reason, 'invalid')
    assert.deepEqual(transport.lines, [])
  })

test('delete names the UID that it means', async () => {
  const { cluster, transport } = clusterOn({ [`DELETE ${webPath}`]: { json: { kind: 'Status' } } })
  assert.ok((await cluster.delete(ref, { uid: 'uid-web' })).ok)
  assert.deepEqual(JSON.parse(transport.requests.at(-1)?.body ?? ''), {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    propagationPolicy: 'Background',
    preconditions: { uid: 'uid-web' }
  })
})

const merged = (spec: object, metadata: object = {}): KubeObject => ({
  ...web,
  spec,
  metadata: {
    ...web.metadata,
    resourceVersion: '8',
    generation: 2,
    managedFields: [{}],
    ...metadata
  }
})
const previews = [
  {
    title: 'an object that is not there would be created',
    live: status(404, 'NotFound'),
    merged: merged({ a: 1 }),
    kind: 'create',
    changed: []
  },
  {
    title: 'bookkeeping of the server is no change',
    live: { json: web },
    merged: merged(web.spec as object),
    kind: 'unchanged',
    changed: []
  },
  {
    title: 'changed, added and removed fields are named',
    live: { json: { ...web, spec: { list: [{ port: 80 }, 'x'], gone: true, same: { a: 1 } } } },
    merged: merged(
      { list: [{ port: 81 }], added: { b: 2 }, same: { a: 1 } },
      { annotations: { 'a.io/b': 'c' } }
    ),
    kind: 'update',
    changed: [
      'metadata.annotations',
      'spec.added',
      'spec.gone',
      'spec.list[0].port',
      'spec.list[1]'
    ]
  }
] as const

for (const { title, live, merged: result, kind, changed } of previews)
  test(`preview: ${title}`, async () => {
    const { cluster, transport } = clusterOn({
      [`GET ${webPath}`]: live,
      [`PATCH ${webPath}`]: { json: result }
    })
    const answer = await cluster.previewOf(web)
    assert.ok(answer.ok)
    assert.equal(answer.value.kind, kind)
    assert.deepEqual(answer.value.changedPaths.map(formatFieldPath).sort(), changed)
    assert.ok(
      transport.lines
        .filter(line => line.startsWith('PATCH'))
        .every(line => line.includes('dryRun=All'))
    )
  })

for (const reason of ['unreachable', 'timeout', 'cancelled', 'untrusted-certificate'] as const)
  test(`a way that fails with ${reason} gives that error`, async () => {
    const { cluster } = clusterOn({ [`GET ${webPath}`]: { failure: reason } })
    const answer = await cluster.get(ref)
    assert.equal(!answer.ok && answer.error.reason, reason satisfies ClusterErrorReason)
  })

test('an answer that is not of a Kubernetes API server is said to be none', async () => {
  for (const reply of [{ text: '<html>' }, { json: { hello: 1 } }]) {
    const { cluster } = clusterOn({ [`GET ${webPath}`]: reply })
    const answer = await cluster.get(ref)
    assert.equal(!answer.ok && answer.error.reason, 'server-error')
  }
})

test('canI asks the server about this very user', async () => {
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
  const { cluster, transport } = clusterOn({
    [`POST ${path}`]: { status: 201, json: { status: { allowed: false, reason: 'no RBAC' } } }
  })
  const access = { verb: 'create', resource: 'pods', subresource: 'exec', namespace: 'shop' }
  assert.deepEqual(await cluster.canI(access), {
    ok: true,
    value: { allowed: false, reason: 'no RBAC' }
  })
  assert.deepEqual((JSON.parse(transport.requests.at(-1)?.body ?? '') as { spec: unknown }).spec, {
    resourceAttributes: access
  })
})

test('version reads numbers also where a managed cluster writes "33+"', async () => {
  const { cluster } = clusterOn({
    'GET /version': { json: { major: '1', minor: '33+', gitVersion: 'v1.33.2-gke.1' } }
  })
  assert.deepEqual(await cluster.version(), {
    ok: true,
    value: { gitVersion: 'v1.33.2-gke.1', major: 1, minor: 33 }
  })
})

test('only the wanted OpenAPI documents are read, at the address that the index gives', async () => {
  const { cluster, transport } = clusterOn({
    'GET /openapi/v3': {
      json: {
        paths: {
          'api/v1': { serverRelativeURL: '/openapi/v3/api/v1?hash=AB' },
          'apis/apps/v1': { serverRelativeURL: '/openapi/v3/apis/apps/v1?hash=CD' }
        }
      }
    },
    'GET /openapi/v3/api/v1': { json: { openapi: '3.0.0' } }
  })
  const answer = await cluster.openApi(path => path === 'api/v1')
  assert.deepEqual(answer, { ok: true, value: { 'api/v1': { openapi: '3.0.0' } } })
  assert.equal(transport.lines.at(-1), 'GET /openapi/v3/api/v1?hash=AB')
})
