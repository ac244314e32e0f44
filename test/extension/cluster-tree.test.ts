import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clusterTree } from '../../src/extension/views/cluster-tree.ts'
import type { TreeNode } from '../../src/extension/views/tree-node.ts'
import type { KubeObject } from '../../src/model/object.ts'

const ready = { conditions: [{ type: 'Ready', status: 'True' }], podIP: '10.0.0.7' }

function object(kind: string, name: string, rest: Partial<KubeObject> = {}): KubeObject {
  const namespace = kind === 'Namespace' ? {} : { namespace: 'backend' }
  return {
    apiVersion: 'v1',
    kind,
    ...rest,
    metadata: { name, uid: `${kind}-${name}`, ...namespace, ...rest.metadata }
  }
}

function ownedBy(owner: KubeObject): KubeObject['metadata'] {
  const { apiVersion, kind, metadata } = owner
  const { name = '', uid = '' } = metadata
  return { ownerReferences: [{ apiVersion, kind, name, uid, controller: true }] }
}

/** Rows as indented lines: label, description, and a mark where the icon warns. */
function lines(nodes: readonly TreeNode[], depth = 0): string[] {
  return nodes.flatMap(node => [
    `${'  '.repeat(depth)}${node.label}${node.description ? ` | ${node.description}` : ''}${node.icon === 'warning' ? ' (!)' : ''}`,
    ...lines(node.children, depth + 1)
  ])
}

function tree(objects: readonly KubeObject[]): string[] {
  const facts = { context: 'practice', version: 'v1.37.0', simulated: true, protected: false }
  return lines(clusterTree({ ...facts, objects }))
}

const backend = object('Namespace', 'backend')
const deployment = object('Deployment', 'web', { spec: { replicas: 1 } })
const replicaSet = object('ReplicaSet', 'web-1', { metadata: ownedBy(deployment) })
const pod = object('Pod', 'web-1-a', {
  metadata: { ...ownedBy(replicaSet), labels: { app: 'web' } },
  status: ready
})
const service = object('Service', 'web', {
  spec: { clusterIP: '10.96.0.9', ports: [{ port: 80 }] }
})
const slice = object('EndpointSlice', 'web-x', {
  metadata: { labels: { 'kubernetes.io/service-name': 'web' } },
  endpoints: [
    { addresses: ['10.0.0.7'], conditions: { ready: true }, targetRef: { name: 'web-1-a' } }
  ]
})
const policy = object('NetworkPolicy', 'deny', {
  spec: { podSelector: { matchLabels: { app: 'web' } }, egress: [] }
})

test('a workload shows its Pods through its ReplicaSet, a Service its endpoints, a policy its Pods', () => {
  assert.deepEqual(tree([backend, deployment, replicaSet, pod, service, slice, policy]), [
    'practice | simulated · v1.37.0',
    'backend',
    '  web | Deployment · 1 of 1 ready',
    '    web-1-a | Pod · 10.0.0.7',
    '  web | Service · 1 endpoint · 80/TCP · 10.96.0.9',
    '    10.0.0.7 | Pod web-1-a',
    '  deny | NetworkPolicy · selects 1 Pod · Ingress and Egress',
    '    web-1-a | Pod · 10.0.0.7'
  ])
})

test('a Service without endpoints warns and says why', () => {
  assert.deepEqual(tree([backend, service]).slice(2), [
    '  web | Service · no endpoints: no Pod matches its selector · 80/TCP · 10.96.0.9 (!)'
  ])
})

test('a Service whose Pods are not ready warns with their number', () => {
  const waiting = {
    ...slice,
    endpoints: [{ addresses: ['10.0.0.7'], conditions: { ready: false } }]
  }
  assert.deepEqual(tree([backend, service, waiting]).slice(2), [
    '  web | Service · no ready endpoints: 0 of 1 · 80/TCP · 10.96.0.9 (!)',
    '    10.0.0.7 | not ready (!)'
  ])
})

test('a Pod that is not ready warns with the reason of its container', () => {
  const broken = object('Pod', 'solo', {
    status: {
      podIP: '10.0.0.8',
      containerStatuses: [{ state: { waiting: { reason: 'ImagePullBackOff' } } }]
    }
  })
  assert.deepEqual(tree([backend, broken]).slice(2), [
    '  solo | Pod · 10.0.0.8 · ImagePullBackOff (!)'
  ])
})

test('an empty podSelector selects every Pod of its namespace and none of another', () => {
  const all = object('NetworkPolicy', 'all', { spec: { podSelector: {} } })
  const stranger = object('Pod', 'far', { metadata: { namespace: 'frontend' }, status: ready })
  const rows = tree([backend, object('Namespace', 'frontend'), pod, stranger, all])
  assert.ok(rows.includes('  all | NetworkPolicy · selects 1 Pod · Ingress'))
})

test('namespaces of the system come last', () => {
  const names = ['kube-system', 'backend', 'default'].map(name => object('Namespace', name))
  assert.deepEqual(
    clusterTree({ context: 'x', version: 'v1', simulated: false, protected: false, objects: names })
      .slice(1)
      .map(({ label }) => label),
    ['backend', 'default', 'kube-system']
  )
})

test('every id is there once, and every row has words for a screen reader', () => {
  const facts = { context: 'p', version: 'v1', simulated: true, protected: false }
  const all: TreeNode[] = []
  const walk = (nodes: readonly TreeNode[]): void =>
    nodes.forEach(node => {
      all.push(node)
      walk(node.children)
    })
  walk(
    clusterTree({
      ...facts,
      objects: [backend, deployment, replicaSet, pod, service, slice, policy]
    })
  )
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length)
  assert.deepEqual(
    all.filter(({ spoken }) => spoken === ''),
    []
  )
})

test('what is out of date is said in the first row', () => {
  const [first] = clusterTree({
    context: 'kind-lab',
    version: 'v1.37.0',
    simulated: false,
    protected: true,
    stale: 'not up to date since 10:00',
    objects: []
  })
  assert.equal(first?.description, 'protected · v1.37.0 · not up to date since 10:00')
  assert.equal(first.icon, 'warning')
})
