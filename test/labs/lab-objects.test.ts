/** What a run makes carries its marks, and exactly that goes again. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failed } from '../../src/base/result.ts'
import type { ObjectRef } from '../../src/cluster/cluster.ts'
import { LabObjects, type WritableCluster } from '../../src/labs/lab-objects.ts'
import type { KubeObject } from '../../src/model/object.ts'
import { labCalled, Playground, readLabFile } from './playground.ts'

const lab = labCalled('pod-to-pod-across-namespaces')
const namespaces = 'manifests/10-namespaces.yaml'
const apps = 'manifests/20-apps.yaml'
const backend: ObjectRef = {
  apiVersion: 'v1',
  kind: 'Namespace',
  name: 'backend'
}

function namespaceObject(name: string, labels: Record<string, string> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } }
}

/** Another run of the lab on the same cluster, with a signal of its own. */
function anotherRun(
  playground: Playground,
  cluster: WritableCluster = playground.cluster
): { objects: LabObjects; told: string[]; stop: AbortController } {
  const told: string[] = []
  const stop = new AbortController()
  const objects = new LabObjects(cluster, {
    lab: lab.id,
    run: 'r2',
    clock: playground.clock,
    signal: stop.signal,
    tell: sentence => told.push(sentence)
  })
  return { objects, told, stop }
}

async function exists(playground: Playground, ref: ObjectRef): Promise<boolean> {
  await playground.practice.settle()
  const found = await playground.cluster.get(ref)
  assert.ok(found.ok || found.error.reason === 'not-found')
  return found.ok
}

test('everything that a run applies carries the labels of the lab and of the run', async t => {
  const playground = new Playground(t, lab)
  const before = new Set(playground.practice.objects().map(({ metadata }) => metadata.uid))
  await playground.apply(namespaces, apps)
  const made = playground.practice
    .objects()
    .filter(({ kind, metadata }) => {
      const isOwn = metadata.managedFields?.some(
        entry => (entry as { manager?: string }).manager === 'kubernetes-networking-labs'
      )
      return !before.has(metadata.uid) && isOwn === true && kind !== 'Event'
    })
    .map(({ kind, metadata }) => [kind, metadata.name, metadata.labels] as const)
  assert.equal(made.length, 8)
  for (const [kind, name, labels] of made) {
    assert.equal(labels?.['netlabs/lab'], lab.id, `${kind} ${name ?? ''}`)
    assert.equal(labels['netlabs/run'], 'r1', `${kind} ${name ?? ''}`)
  }
})

test('removing takes all that the run has made and nothing else', async t => {
  const playground = new Playground(t, lab)
  await playground.put(namespaceObject('mine', { 'netlabs/lab': lab.id, 'netlabs/run': 'other' }))
  await playground.apply(namespaces, apps)
  assert.deepEqual(await playground.objects.remove(), [])
  for (const name of ['frontend', 'backend'])
    assert.ok(!(await exists(playground, { ...backend, name })), name)
  assert.ok(await exists(playground, { ...backend, name: 'mine' }))
})

test('a Namespace of the same name that somebody made is neither changed nor deleted', async t => {
  const playground = new Playground(t, lab)
  await playground.put(namespaceObject('backend', { team: 'shop' }))
  const { objects } = anotherRun(playground)
  const applied = await objects.apply(namespaces, readLabFile(lab, namespaces))
  assert.match(
    applied.ok ? '' : applied.error,
    /Namespace backend is in the cluster already and does not belong to this lab/
  )
  assert.deepEqual(await objects.remove(), [])
  const found = await playground.cluster.get(backend)
  assert.ok(found.ok)
  assert.equal(found.value.metadata.labels?.team, 'shop')
  assert.equal(found.value.metadata.labels['netlabs/run'], undefined)
  assert.ok(!(await exists(playground, { ...backend, name: 'frontend' })))
})

test('what another run of the same lab has made is left alone, and how to remove it is said', async t => {
  const playground = new Playground(t, lab)
  await playground.apply(namespaces)
  const { objects } = anotherRun(playground)
  const applied = await objects.apply(namespaces, readLabFile(lab, namespaces))
  assert.match(applied.ok ? '' : applied.error, /kubectl delete namespace frontend$/)
  assert.deepEqual(await objects.remove(), [])
  assert.ok(await exists(playground, backend))
})

test('a namesake that replaced an object of the run stays', async t => {
  const playground = new Playground(t, lab)
  await playground.apply(namespaces)
  await playground.remove(backend)
  await playground.put(namespaceObject('backend'))
  assert.deepEqual(await playground.objects.remove(), [])
  assert.ok(await exists(playground, backend))
})

test('it waits for a Namespace that is on its way out', async t => {
  const playground = new Playground(t, lab)
  await playground.put(namespaceObject('frontend'))
  const held = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'held',
      namespace: 'frontend',
      finalizers: ['example.org/hold']
    }
  }
  await playground.put(held)
  await playground.remove({ ...backend, name: 'frontend' })
  const { objects, told } = anotherRun(playground)
  playground.clock.after(5_000, () => {
    const ref = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'frontend',
      name: 'held'
    }
    void playground.patch(ref, { metadata: { finalizers: null } })
  })
  const applied = await objects.apply(namespaces, readLabFile(lab, namespaces))
  assert.ok(applied.ok, applied.ok ? '' : applied.error)
  assert.deepEqual(told, ['Namespace frontend is being deleted. Waiting until it is gone.'])
})

test('a Namespace that is held is not waited for without end', async t => {
  const playground = new Playground(t, lab)
  await playground.apply(namespaces)
  await playground.put({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'held',
      namespace: 'frontend',
      finalizers: ['example.org/hold']
    }
  })
  assert.deepEqual(await playground.objects.remove(), [
    'Namespace frontend is still being deleted.'
  ])
})

test('when the answer to an apply got lost, the object is found again by its run and removed', async t => {
  const playground = new Playground(t, lab)
  const losing: WritableCluster = {
    ...playground.cluster,
    apply: async object => {
      await playground.cluster.apply(object)
      return failed({
        reason: 'timeout',
        message: 'The API server did not answer.'
      })
    }
  }
  const { objects } = anotherRun(playground, losing)
  const applied = await objects.apply(namespaces, readLabFile(lab, namespaces))
  assert.match(applied.ok ? '' : applied.error, /Namespace frontend can't be applied/)
  assert.ok(await exists(playground, { ...backend, name: 'frontend' }))
  assert.deepEqual(await objects.remove(), [])
  assert.ok(!(await exists(playground, { ...backend, name: 'frontend' })))
})

test('when an apply got lost on its way, what somebody made in the meantime stays', async t => {
  const playground = new Playground(t, lab)
  const { objects } = anotherRun(playground, {
    ...playground.cluster,
    apply: async () => {
      await playground.put(namespaceObject('frontend', { 'netlabs/lab': lab.id }))
      return failed({ reason: 'timeout', message: 'The API server did not answer.' })
    }
  })
  const applied = await objects.apply(namespaces, readLabFile(lab, namespaces))
  assert.ok(!applied.ok)
  assert.deepEqual(await objects.remove(), [])
  assert.ok(await exists(playground, { ...backend, name: 'frontend' }))
})

test('what may not be deleted is named, one by one', async t => {
  const playground = new Playground(t, lab)
  const error = {
    reason: 'forbidden',
    message: 'It is forbidden.',
    hint: 'Ask for a Role.'
  }
  const { objects } = anotherRun(playground, {
    ...playground.cluster,
    delete: () => Promise.resolve(failed(error))
  })
  await objects.apply(namespaces, readLabFile(lab, namespaces))
  assert.deepEqual(await objects.remove(), [
    'Namespace backend stays in the cluster: It is forbidden. Ask for a Role.',
    'Namespace frontend stays in the cluster: It is forbidden. Ask for a Role.'
  ])
})

test('a cluster that is silent is asked to delete only once', async t => {
  const playground = new Playground(t, lab)
  let asked = 0
  const { objects } = anotherRun(playground, {
    ...playground.cluster,
    delete: () => {
      asked++
      return Promise.resolve(failed({ reason: 'unreachable', message: 'Nobody answers.' }))
    }
  })
  await objects.apply(namespaces, readLabFile(lab, namespaces))
  assert.deepEqual(await objects.remove(), [
    'Namespace backend, Namespace frontend stay in the cluster: Nobody answers.'
  ])
  assert.equal(asked, 1)
})

test('a stop ends it before the next object, and what was made is still known', async t => {
  const playground = new Playground(t, lab)
  const { objects, stop } = anotherRun(playground, {
    ...playground.cluster,
    apply: async (object, options) => {
      stop.abort(new Error('stopped'))
      return playground.cluster.apply(object, options)
    }
  })
  await assert.rejects(objects.apply(namespaces, readLabFile(lab, namespaces)), /stopped/)
  assert.ok(await exists(playground, { ...backend, name: 'frontend' }))
  assert.ok(!(await exists(playground, backend)))
  assert.deepEqual(await objects.remove(), [])
  assert.ok(!(await exists(playground, { ...backend, name: 'frontend' })))
})

test('a manifest that is not YAML changes nothing', async t => {
  const playground = new Playground(t, lab)
  const { objects } = anotherRun(playground)
  const applied = await objects.apply('x.yaml', 'a: [\n')
  assert.match(applied.ok ? '' : applied.error, /^x\.yaml is not readable as YAML/)
})
