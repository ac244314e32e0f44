/** Two clusters of its own, side by side: apart from each other, then joined by routes. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectAbsent, planBeside } from './beside.ts'
import { runClusterCommand } from './command.ts'
import { until } from './machine/until.ts'
import { agnhostImage } from './images/image-list.ts'
import { down } from './parts/down.ts'
import { applyAll } from './parts/objects.ts'
import { openCluster, type OpenedCluster } from './parts/open-cluster.ts'
import type { ClusterPlan } from './parts/plan.ts'
import { up } from './parts/up.ts'
import { pick } from './scene/pick.ts'

const plans = [planBeside(1), planBeside(2)] as const
const pod = { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'web' }

describe('two clusters', { timeout: 1_800_000 }, () => {
  before(async () => {
    for (const plan of plans) await expectAbsent(plan)
    for (const plan of plans) {
      await up(plan, () => {})
      await startPod(plan)
    }
  })
  after(async () => {
    for (const plan of plans) await down(plan)
  })

  test('Pods do not reach each other before the clusters are joined', async () => {
    for (const [from, to] of directions())
      for (const address of await addressesOf(to)) assert.equal(await ask(from, address), 'failed')
  })

  test('joined, they do in both directions, over both families, with their own addresses', async () => {
    const number = Math.min(...plans.map(plan => plan.number))
    // It finds both up, and a second time it finds them joined.
    for (let i = 0; i < 2; i++)
      assert.equal(
        await runClusterCommand(['up', '--cluster', String(number), '--clusters', '2']),
        0
      )
    for (const [from, to] of directions()) {
      const own = await addressesOf(from)
      for (const address of await addressesOf(to)) {
        const family = address.includes(':')
        const source = own.find(one => one.includes(':') === family) ?? ''
        let seen = ''
        // The kernel takes a moment to make sure that nobody else has the wire's new IPv6 addresses.
        await until(
          `${address} is asked by ${source}`,
          120_000,
          async () => {
            seen = await ask(from, address)
            return seen.includes(source)
          },
          () => `It saw ${seen}.`
        )
      }
    }
  })
})

function directions(): readonly (readonly [ClusterPlan, ClusterPlan])[] {
  return [plans, [plans[1], plans[0]]]
}

async function startPod(plan: ClusterPlan): Promise<void> {
  const { cluster }: OpenedCluster = await openCluster(plan.kubeconfig)
  const { apiVersion, kind, ...metadata } = pod
  const container = { name: 'web', image: agnhostImage, args: ['netexec', '--http-port=8080'] }
  const spec = { terminationGracePeriodSeconds: 0, containers: [container] }
  await applyAll(cluster, [{ apiVersion, kind, metadata, spec }])
  await until(`the Pod of ${plan.name} runs`, 180_000, async () => {
    const read = await cluster.get(pod)
    return read.ok && pick(read.value, 'status.phase') === 'Running'
  })
}

async function addressesOf(plan: ClusterPlan): Promise<readonly string[]> {
  const { cluster } = await openCluster(plan.kubeconfig)
  const read = await cluster.get(pod)
  assert.ok(read.ok)
  const addresses = (pick(read.value, 'status.podIPs.*.ip') ?? []) as readonly string[]
  assert.equal(addresses.length, 2)
  return addresses
}

/** The address that a Pod of another cluster sees a request come from. */
async function ask(from: ClusterPlan, address: string): Promise<string> {
  const { cluster } = await openCluster(from.kubeconfig)
  const url = `http://${address.includes(':') ? `[${address}]` : address}:8080/clientip`
  const command = ['sh', '-c', `curl -sg --max-time 10 '${url}' || echo failed`]
  const result = await cluster.exec(pod, undefined, command)
  assert.ok(result.ok, result.ok ? '' : result.error.message)
  return result.value.stdout.trim()
}
