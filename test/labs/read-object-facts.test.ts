import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { KubeObject } from '../../src/model/object.ts'
import { failed } from '../../src/base/result.ts'
import { judgeObject } from '../../src/labs/objects/judge-object.ts'
import type { ObjectCluster } from '../../src/labs/objects/object-cluster.ts'
import { createFactsReader } from '../../src/labs/objects/read-object-facts.ts'
import { labCalled, Playground } from './playground.ts'

const lab = labCalled('pod-to-pod-across-namespaces')

const service: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'shop', namespace: 'backend' },
  spec: { selector: { app: 'shop' }, ports: [{ port: 80 }] }
}
const namespace: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'backend' } }
const policy: KubeObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'deny', namespace: 'kube-system' },
  spec: { podSelector: {}, policyTypes: ['Egress'] }
}

async function stateOf(cluster: ObjectCluster, object: KubeObject): Promise<string> {
  const { state, verdict } = judgeObject(await createFactsReader(cluster, {}).factsOf(object))
  return `${verdict}: ${state.text}`
}

function playground(t: TestContext): Playground {
  return new Playground(t, lab)
}

test('an object is followed from its missing namespace to the difference with its text', async t => {
  const play = playground(t)
  const { cluster } = play
  const facts = await createFactsReader(cluster, {}).factsOf(service)
  assert.match(
    judgeObject(facts).sentence,
    /^Service backend\/shop is not in the cluster: .*backend/
  )
  assert.match(judgeObject(facts).next ?? '', /Namespace/)

  await play.put(namespace)
  assert.equal(await stateOf(cluster, service), 'fail: not in cluster')
  await play.put(service)
  assert.equal(await stateOf(cluster, service), 'fail: no ready endpoints')
  assert.equal(await stateOf(cluster, namespace), 'pass: in sync')

  const other = { ...service, spec: { selector: { app: 'store' }, ports: [{ port: 80 }] } }
  assert.equal(await stateOf(cluster, other), 'fail: differs in 1 field')
  const wrong = { ...service, spec: { selecter: {}, ports: [{ port: 80 }] } }
  assert.equal(await stateOf(cluster, wrong), 'fail: would be refused')
})

test('a comparison writes nothing and takes nothing over', async t => {
  const play = playground(t)
  await play.put(namespace)
  await play.put(service)
  const ref = { apiVersion: 'v1', kind: 'Service', namespace: 'backend', name: 'shop' }
  const before = await play.cluster.get(ref)
  await stateOf(play.cluster, {
    ...service,
    spec: { selector: { app: 'x' }, ports: [{ port: 81 }] }
  })
  assert.deepEqual(await play.cluster.get(ref), before)
})

test('a policy on cluster DNS itself is judged by the Pods that are there', async t => {
  const play = playground(t)
  await play.put(policy)
  assert.match(await stateOf(play.cluster, policy), /^pass: selects \d Pods?/)
})

test('a kind that the cluster does not serve needs more', async t => {
  const { cluster } = playground(t)
  const unknown = { ...service, apiVersion: 'example.org/v1', kind: 'Shop' }
  assert.equal(await stateOf(cluster, unknown), 'blocked: kind not served')
})

test('without the right to patch the object is still read, and the comparison needs more', async t => {
  const play = playground(t)
  await play.put(namespace)
  const readOnly: ObjectCluster = {
    ...play.cluster,
    previewOf: () => Promise.resolve(failed({ reason: 'forbidden', message: 'you may not patch.' }))
  }
  const facts = await createFactsReader(readOnly, {}).factsOf(namespace)
  assert.equal(facts.live?.metadata.name, 'backend')
  assert.equal(judgeObject(facts).verdict, 'blocked')
})

test('what several objects need is read once', async t => {
  const play = playground(t)
  await play.put(namespace)
  await play.put(service)
  let lists = 0
  const counted: ObjectCluster = {
    ...play.cluster,
    list: (...asked) => {
      lists++
      return play.cluster.list(...asked)
    }
  }
  const reader = createFactsReader(counted, {})
  await reader.factsOf(service)
  assert.equal(lists, 3)
  await reader.factsOf(service)
  assert.equal(lists, 3)
})

test('a list that may not be read leaves the answer open', async t => {
  const play = playground(t)
  await play.put(namespace)
  await play.put(service)
  const blind: ObjectCluster = {
    ...play.cluster,
    list: () => Promise.resolve(failed({ reason: 'forbidden', message: 'you may not list.' }))
  }
  assert.match(await stateOf(blind, service), /^inconclusive: /)
})

test('an aborted question is no observation', async t => {
  const { cluster } = playground(t)
  const reader = createFactsReader(cluster, {
    signal: AbortSignal.abort(new Error('context changed'))
  })
  await assert.rejects(reader.factsOf(service), /context changed/)
})
