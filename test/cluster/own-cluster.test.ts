/** What the cluster does to the machine. It makes a cluster of its own beside the one that is tested. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { usualAdditions } from './additions/usual.ts'
import { footprintOf } from './machine/footprint.ts'
import { run } from './machine/run.ts'
import { down, namespacesOf } from './parts/down.ts'
import { planCluster } from './parts/plan.ts'
import { isUp, up } from './parts/up.ts'
import { testPlan } from './test-kubeconfig.ts'

const plan = planCluster((testPlan(1).number % 9) + 1, 1)

describe('a cluster leaves no trace', { timeout: 1_800_000 }, () => {
  test('up with the usual additions, up again, down', async () => {
    const before = await footprintOf(plan)
    await up(plan, () => {}, usualAdditions)
    const told: string[] = []
    await up(plan, sentence => told.push(sentence))
    assert.deepEqual(told, [`${plan.name} is up already.`])
    const meanwhile = await footprintOf(plan)
    for (const what of ['namespaces', 'groups', 'processes', 'routes', 'interfaces'] as const)
      assert.ok(meanwhile[what].length > before[what].length, `of ${what} it sees none`)
    await down(plan)
    assert.deepEqual(await footprintOf(plan), before)
  })

  test('down after every process of it was killed', async () => {
    const before = await footprintOf(plan)
    await up(plan, () => {})
    for (const namespace of await namespacesOf(plan.name))
      for (const pid of (await run('ip', ['netns', 'pids', namespace])).trim().split('\n'))
        if (pid !== '') killNow(Number(pid))
    assert.equal(await isUp(plan), false)
    await down(plan)
    assert.deepEqual(await footprintOf(plan), before)
  })

  test('down when there is nothing', async () => {
    const before = await footprintOf(plan)
    await down(plan)
    assert.deepEqual(await footprintOf(plan), before)
  })
})

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // The kernel has ended it together with the first process of its node.
  }
}
