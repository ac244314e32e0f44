/** Services whose addresses are announced by BGP: the routes that a router outside learns. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { absence } from './additions/absence.ts'
import { until } from './machine/until.ts'
import { fetchOutside, runOutside } from './outside.ts'
import { askBgpPeer } from './parts/bgp-peer.ts'
import { applyAll, readObjects, untilAvailable } from './parts/objects.ts'
import { openCluster } from './parts/open-cluster.ts'
import { pick } from './scene/pick.ts'
import { isForeign, testKubeconfig, testPlan } from './test-kubeconfig.ts'

const { cluster } = await openCluster(testKubeconfig())
const namespace = `netlabs-test-${randomBytes(3).toString('hex')}`
const hasNone =
  (isForeign && 'Nothing is known of a router outside of this cluster.') ||
  (await absence(cluster, 'metallb-bgp'))

describe('MetalLB with a BGP peer', { skip: hasNone, timeout: 1_200_000 }, () => {
  const plan = testPlan(1)
  before(async () => {
    const text = readFileSync(path.join(import.meta.dirname, 'manifests/metallb-test.yaml'), 'utf8')
    await applyAll(cluster, readObjects(text.replaceAll('@NAMESPACE@', namespace)))
    await untilAvailable(cluster, namespace, 'web', 300_000)
  })
  after(() => cluster.delete({ apiVersion: 'v1', kind: 'Namespace', name: namespace }))

  test('an address of the pool becomes a route by way of the node, and answers', async () => {
    const address = await addressOf('routed', {})
    await untilRoutes(address, [plan.outside.gateway.v4])
    await until('the Service answers there', 180_000, async () =>
      (await fetchOutside(`http://${address}/hostname`)).startsWith('web-')
    )
    const told = await askBgpPeer(plan, ['show', 'route', `${address}/32`, 'all'])
    assert.match(told, /BGP\.as_path: 64500/)
    assert.match(told, /BGP\.community: \(64500,77\)/)
  })

  test('the route goes when the Service does', async () => {
    const address = await addressOf('short', {})
    await untilRoutes(address, [plan.outside.gateway.v4])
    await cluster.delete({ apiVersion: 'v1', kind: 'Service', namespace, name: 'short' })
    await untilRoutes(address, [])
  })

  test('with externalTrafficPolicy Local there is no route without an endpoint on the node', async () => {
    const nobody = { externalTrafficPolicy: 'Local', selector: { app: 'nobody' } }
    const address = await addressOf('local', nobody)
    const other = await addressOf('control', {})
    await untilRoutes(other, [plan.outside.gateway.v4])
    assert.deepEqual(await routesTo(address), [])
  })
})

async function addressOf(name: string, spec: object): Promise<string> {
  await applyAll(cluster, [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace, annotations: { 'metallb.io/address-pool': 'routed' } },
      spec: {
        type: 'LoadBalancer',
        selector: { app: 'web' },
        ports: [{ port: 80, targetPort: 8080 }],
        ...spec
      }
    }
  ])
  let address = ''
  await until(`Service ${name} has an address`, 180_000, async () => {
    const read = await cluster.get({ apiVersion: 'v1', kind: 'Service', namespace, name })
    assert.ok(read.ok)
    const [first] = (pick(read.value, 'status.loadBalancer.ingress.*.ip') ?? []) as string[]
    address = first ?? ''
    return address !== ''
  })
  return address
}

/** By way of whom the outside reaches an address, as far as the router has learned it. */
async function routesTo(address: string): Promise<readonly string[]> {
  const text = await runOutside(['ip', '-json', 'route', 'show', 'proto', 'bird'])
  const routes = JSON.parse(text === '' ? '[]' : text) as {
    readonly dst: string
    readonly gateway: string
  }[]
  return routes.filter(({ dst }) => dst === address).map(({ gateway }) => gateway)
}

async function untilRoutes(address: string, wanted: readonly string[]): Promise<void> {
  let seen: readonly string[] = []
  await until(
    `${address} is reached by way of ${wanted.join() || 'nobody'}`,
    180_000,
    async () => {
      seen = await routesTo(address)
      return seen.join() === wanted.join()
    },
    () => `It is reached by way of ${seen.join() || 'nobody'}.`
  )
}
