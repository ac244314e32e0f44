/** What carries the label of a run is found, whatever its kind, and exactly that goes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listLabelled, removeObjects, type Removed } from '../../src/cluster/remove-labelled.ts'
import { objectTitle, type KubeObject } from '../../src/model/object.ts'
import { labCalled, Playground } from '../labs/playground.ts'

const lab = labCalled('pod-to-pod-across-namespaces')
const files = ['manifests/10-namespaces.yaml', 'manifests/20-apps.yaml']

async function found(playground: Playground, run = 'r1'): Promise<readonly KubeObject[]> {
  await playground.practice.settle()
  const answer = await listLabelled(playground.cluster, `netlabs/run=${run}`)
  assert.ok(answer.ok)
  return answer.value.objects
}

function remove(
  playground: Playground,
  objects: readonly KubeObject[],
  stop = new AbortController()
): Promise<Removed> {
  const { cluster, clock } = playground
  return removeObjects(cluster, objects, { clock, signal: stop.signal, tell() {} })
}

test('objects of every kind are found by the label, and what controllers made is left out', async t => {
  const playground = new Playground(t, lab)
  await playground.apply(...files)
  const kinds = (await found(playground)).map(({ kind }) => kind)
  assert.deepEqual([...new Set(kinds)].sort(), ['Deployment', 'Namespace', 'Service'])
  const titles = (await found(playground)).map(objectTitle)
  assert.equal(new Set(titles).size, titles.length, 'an object was found twice')
})

test('nothing is left of the run, and what others have made stays', async t => {
  const playground = new Playground(t, lab)
  await playground.put({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'mine', labels: { 'netlabs/run': 'r2' } }
  })
  await playground.apply(...files)
  const { left } = await remove(playground, await found(playground))
  assert.deepEqual(left, [])
  assert.deepEqual(await found(playground), [])
  assert.deepEqual((await found(playground, 'r2')).map(objectTitle), ['Namespace mine'])
})

test('a namesake that replaced an object meanwhile stays', async t => {
  const playground = new Playground(t, lab)
  await playground.apply('manifests/10-namespaces.yaml')
  const before = await found(playground)
  await playground.remove({ apiVersion: 'v1', kind: 'Namespace', name: 'backend' })
  await playground.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'backend' } })
  await remove(playground, before)
  await playground.practice.settle()
  const backend = await playground.cluster.get({
    apiVersion: 'v1',
    kind: 'Namespace',
    name: 'backend'
  })
  assert.ok(backend.ok, 'the namesake is gone')
})

test('what is not removed because it was stopped is named', async t => {
  const playground = new Playground(t, lab)
  await playground.apply('manifests/10-namespaces.yaml')
  const stop = new AbortController()
  stop.abort()
  const { removed, left } = await remove(playground, await found(playground), stop)
  assert.deepEqual(removed, [])
  assert.equal(left.length, 2)
  assert.match(left.join('\n'), /Namespace backend stays/)
})

test('a kind that may not be listed is named, and the others are found', async t => {
  const playground = new Playground(t, lab)
  await playground.apply(...files)
  const { cluster } = playground
  const answer = await listLabelled(
    {
      discovery: options => cluster.discovery(options),
      list: (type, options) =>
        type.kind === 'Secret'
          ? Promise.resolve({ ok: false, error: { reason: 'forbidden', message: 'no.' } } as const)
          : cluster.list(type, options)
    },
    'netlabs/run=r1'
  )
  assert.ok(answer.ok)
  assert.deepEqual(answer.value.unread, ["Secret of v1 can't be listed: no."])
  assert.ok(answer.value.objects.length > 0)
})
