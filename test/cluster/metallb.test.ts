/** Services of type LoadBalancer: who gets which address, and what answers there. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { KubeObject } from '../../src/model/object.ts'
import { absence } from './additions/absence.ts'
import { runInNode } from './machine/node-namespaces.ts'
import { until } from './machine/until.ts'
import { fetchOutside, inUrl, runOutside } from './outside.ts'
import { applyAll, readObjects, untilAvailable } from './parts/objects.ts'
import { openCluster } from './parts/open-cluster.ts'
import type { NodePlan } from './parts/plan.ts'
import { pick } from './scene/pick.ts'
import { isForeign, testKubeconfig, testPlan } from './test-kubeconfig.ts'

const { cluster } = await openCluster(testKubeconfig())
const namespace = `netlabs-test-${randomBytes(3).toString('hex')}`
const hasNone = await absence(cluster, 'metallb')

const foreignWire = isForeign && "Nothing is known of this cluster's wire to the outside."

describe('MetalLB', { skip: hasNone, timeout: 1_200_000 }, () => {
  let addresses: readonly string[] = []
  before(async () => {
    const text = readFileSync(path.join(import.meta.dirname, 'manifests/metallb-test.yaml'), 'utf8')
    await applyAll(cluster, readObjects(text.replaceAll('@NAMESPACE@', namespace)))
    await untilAvailable(cluster, namespace, 'web', 300_000)
    addresses = await addressesOf('web', 2)
  })
  after(() => cluster.delete({ apiVersion: 'v1', kind: 'Namespace', name: namespace }))

  test('gives a dual-stack Service an address of each family', () => {
    assert.deepEqual(addresses.map(one => one.includes(':')).sort(), [false, true])
  })

  test(
    'has both addresses answer outside of the cluster, with every Pod',
    { skip: foreignWire },
    async () => {
      for (const address of addresses) {
        const seen = new Set<string>()
        await until(`two Pods answer at ${address}`, 180_000, async () => {
          seen.add(await fetchOutside(`http://${inUrl(address)}/hostname`))
          return [...seen].filter(name => name.startsWith('web-')).length === 2
        })
      }
    }
  )

  test(
    'tells neighbours outside that the node has both addresses',
    { skip: foreignWire },
    async () => {
      const [node] = testPlan(1).nodes as readonly [NodePlan]
      const link = JSON.parse(
        await runInNode(node, ['ip', '-json', 'link', 'show', 'outside'])
      ) as [{ readonly address: string }]
      for (const address of addresses) {
        let neighbour = ''
        await until(
          `${address} has the hardware address ${link[0].address} outside`,
          180_000,
          async () => {
            await fetchOutside(`http://${inUrl(address)}/hostname`)
            neighbour = await runOutside(['ip', 'neigh', 'show', 'to', address])
            return new RegExp(`lladdr ${link[0].address}\\b`).test(neighbour)
          },
          () => neighbour
        )
      }
    }
  )

  test('gives no address outside of its pools, and says so in an event', async () => {
    await applyAll(cluster, [service('beyond', { 'metallb.io/loadBalancerIPs': '203.0.113.9' })])
    let said = ''
    await until(
      'an event tells that the allocation failed',
      180_000,
      async () => {
        const events = await cluster.list({ apiVersion: 'v1', kind: 'Event' }, { namespace })
        assert.ok(events.ok)
        const ofService = events.value.items.filter(
          one => pick(one, 'involvedObject.name') === 'beyond'
        )
        said = ofService.map(one => `${String(pick(one, 'reason'))}.`).join(' ')
        return ofService.some(one => pick(one, 'reason') === 'AllocationFailed')
      },
      () => said
    )
    assert.deepEqual(await ingressOf('beyond'), [])
  })

  test('takes an address back when its Service goes', { skip: foreignWire }, async () => {
    await applyAll(cluster, [service('short', {})])
    const [address = ''] = await addressesOf('short', 1)
    await until('the Service answers outside', 180_000, async () =>
      (await fetchOutside(`http://${inUrl(address)}/hostname`)).startsWith('web-')
    )
    await cluster.delete({ apiVersion: 'v1', kind: 'Service', namespace, name: 'short' })
    await until('nothing answers there', 180_000, async () =>
      (await fetchOutside(`http://${inUrl(address)}/hostname`)).startsWith('failed: ')
    )
  })
})

function service(name: string, annotations: Readonly<Record<string, string>>): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, annotations },
    spec: {
      type: 'LoadBalancer',
      selector: { app: 'web' },
      ports: [{ port: 80, targetPort: 8080 }]
    }
  }
}

async function ingressOf(name: string): Promise<readonly string[]> {
  const read = await cluster.get({ apiVersion: 'v1', kind: 'Service', namespace, name })
  assert.ok(read.ok)
  return (pick(read.value, 'status.loadBalancer.ingress.*.ip') ?? []) as readonly string[]
}

async function addressesOf(name: string, count: number): Promise<readonly string[]> {
  let found: readonly string[] = []
  await until(`Service ${name} has ${count} address(es)`, 180_000, async () => {
    found = await ingressOf(name)
    return found.length === count
  })
  return found
}
