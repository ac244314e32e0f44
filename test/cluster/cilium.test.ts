/** Cilium as the network of Pods: its policies beside those of Kubernetes, and what Hubble sees of them. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { KubeObject } from '../../src/model/object.ts'
import { Abilities } from './abilities.ts'
import { expectAbsent, planBeside } from './beside.ts'
import { footprintOf } from './machine/footprint.ts'
import { until } from './machine/until.ts'
import { inUrl } from './outside.ts'
import { proveEnforcement } from './parts/canary.ts'
import { down } from './parts/down.ts'
import { applyAll, readObjects, untilRolledOut } from './parts/objects.ts'
import { openCluster } from './parts/open-cluster.ts'
import { up } from './parts/up.ts'
import { pick } from './scene/pick.ts'
import { isForeign, testKubeconfig } from './test-kubeconfig.ts'

const { cluster } = await openCluster(testKubeconfig())
const skip = await new Abilities(cluster).lacks('cilium')
const namespace = `netlabs-test-${randomBytes(3).toString('hex')}`

describe('Cilium', { skip, timeout: 1_800_000 }, () => {
  before(async () => {
    const file = path.join(import.meta.dirname, 'manifests/cilium-test.yaml')
    await applyAll(
      cluster,
      readObjects(readFileSync(file, 'utf8').replaceAll('@NAMESPACE@', namespace))
    )
    await untilRolledOut(cluster, namespace, 'web', 300_000)
    await until('the clients run', 180_000, async () => {
      const pods = await podsIn(namespace)
      return pods.length > 2 && pods.every(pod => pick(pod, 'status.phase') === 'Running')
    })
  })
  after(() => cluster.delete({ apiVersion: 'v1', kind: 'Namespace', name: namespace }))

  test('each Pod has an endpoint of Cilium with its addresses', async () => {
    for (const pod of await podsIn(namespace)) {
      const name = pod.metadata.name ?? ''
      const type = { apiVersion: 'cilium.io/v2', kind: 'CiliumEndpoint' }
      await until(`the endpoint of ${name} is ready`, 120_000, async () => {
        const read = await cluster.get({ ...type, namespace, name })
        return read.ok && pick(read.value, 'status.state') === 'ready'
      })
      const read = await cluster.get({ ...type, namespace, name })
      assert.ok(read.ok)
      const given = [pick(read.value, 'status.networking.addressing.0.ipv4')]
      assert.equal(given[0], pick(pod, 'status.podIPs.0.ip'))
    }
  })

  test('Pods on every node are reached by address, over both families', async () => {
    for (const [address, name] of await webAddresses())
      assert.equal(await ask('stranger', `${inUrl(address)}:8080`), name)
  })

  test('NetworkPolicies are enforced in both directions', async () => {
    await proveEnforcement(cluster)
  })

  test('a CiliumNetworkPolicy lets in whom it names and nobody else, and Hubble sees the drop', async () => {
    await applyAll(cluster, [onlyFriend])
    for (const [address, name] of await webAddresses()) {
      const url = `${inUrl(address)}:8080`
      await until(
        `stranger does not reach ${address}`,
        180_000,
        async () => (await ask('stranger', url)) === 'failed'
      )
      assert.equal(await ask('friend', url), name)
      await until(`Hubble tells that stranger to ${name} was dropped`, 180_000, () =>
        wasDropped('stranger', name)
      )
      assert.equal(await wasDropped('friend', name), false)
    }
    await cluster.delete({
      apiVersion: onlyFriend.apiVersion,
      kind: onlyFriend.kind,
      namespace,
      name: 'only-friend'
    })
    for (const [address, name] of await webAddresses())
      await until(
        `stranger reaches ${address} again`,
        180_000,
        async () => (await ask('stranger', `${inUrl(address)}:8080`)) === name
      )
  })

  test('a cluster with Cilium is removed without a trace', { skip: isForeign }, async () => {
    const own = { ...planBeside(3), podNetwork: 'cilium' } as const
    await expectAbsent(own)
    const earlier = await footprintOf(own)
    try {
      await up(own, () => {})
    } finally {
      await down(own)
    }
    assert.deepEqual(await footprintOf(own), earlier)
  })
})

const onlyFriend = {
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNetworkPolicy',
  metadata: { name: 'only-friend', namespace },
  spec: {
    endpointSelector: { matchLabels: { app: 'web' } },
    ingress: [{ fromEndpoints: [{ matchLabels: { role: 'friend' } }] }]
  }
} as const

async function podsIn(space: string, labelSelector = ''): Promise<readonly KubeObject[]> {
  const type = { apiVersion: 'v1', kind: 'Pod' }
  const pods = await cluster.list(type, {
    namespace: space,
    ...(labelSelector !== '' && { labelSelector })
  })
  assert.ok(pods.ok)
  return pods.value.items
}

/** Addresses of both families, each with the name of the Pod that answers there. */
async function webAddresses(): Promise<readonly (readonly [address: string, name: string])[]> {
  const pods = await podsIn(namespace, 'app=web')
  const found = pods.flatMap(pod =>
    (pick(pod, 'status.podIPs.*.ip') as readonly string[]).map(
      ip => [ip, pod.metadata.name ?? ''] as const
    )
  )
  assert.equal(found.length, 2 * pods.length)
  return found
}

/** The answer of a web server, or `failed`. */
async function ask(from: string, where: string): Promise<string> {
  const command = ['sh', '-c', `curl -sg --max-time 2 'http://${where}/hostname' || echo failed`]
  const result = await cluster.exec({ namespace, name: from }, undefined, command)
  assert.ok(result.ok, result.ok ? '' : result.error.message)
  return result.value.stdout.trim()
}

/** Whether Hubble tells on any node of a packet from one Pod to another that a policy dropped. */
async function wasDropped(from: string, to: string): Promise<boolean> {
  for (const agent of await podsIn('kube-system', 'k8s-app=cilium')) {
    const where = { namespace: 'kube-system', name: agent.metadata.name ?? '' }
    const filters = ['--from-pod', `${namespace}/${from}`, '--to-pod', `${namespace}/${to}`]
    const command = ['hubble', 'observe', '-o', 'json', '--verdict', 'DROPPED', ...filters]
    const result = await cluster.exec(where, 'cilium-agent', command)
    assert.ok(result.ok, result.ok ? '' : result.error.message)
    assert.equal(result.value.exitCode, 0, result.value.stderr)
    const flows = result.value.stdout.split('\n').filter(line => line !== '')
    const reasons = flows
      .map(line => JSON.parse(line) as unknown)
      .map(one => pick(one, 'flow.drop_reason_desc'))
    if (reasons.includes('POLICY_DENIED')) return true
  }
  return false
}
