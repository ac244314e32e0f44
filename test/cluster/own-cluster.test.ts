/** What the cluster does to the machine. It makes a cluster of its own beside the one that is tested. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { before, describe, test } from 'node:test'
import { expectAbsent, planBeside } from './beside.ts'
import { testAdditions } from './additions/usual.ts'
import { projectRoot } from './machine/folders.ts'
import { footprintOf } from './machine/footprint.ts'
import { run } from './machine/run.ts'
import { down, namespacesOf } from './parts/down.ts'
import { isUp, up } from './parts/up.ts'

const plan = planBeside(1)

describe('a cluster leaves no trace', { timeout: 1_800_000 }, () => {
  before(() => expectAbsent(plan))

  test('up with additions, up again, down', async () => {
    const earlier = await footprintOf(plan)
    await up(plan, () => {}, testAdditions())
    const told: string[] = []
    await up(plan, sentence => told.push(sentence))
    assert.deepEqual(told, [`${plan.name} is up already.`])
    const meanwhile = await footprintOf(plan)
    for (const what of ['namespaces', 'groups', 'processes', 'routes', 'interfaces'] as const)
      assert.ok(meanwhile[what].length > earlier[what].length, `of ${what} it sees none`)
    await down(plan)
    assert.deepEqual(await footprintOf(plan), earlier)
  })

  test('down after every process of it was killed', async () => {
    const earlier = await footprintOf(plan)
    await up(plan, () => {})
    for (const namespace of await namespacesOf(plan.name))
      for (const pid of (await run('ip', ['netns', 'pids', namespace])).trim().split('\n'))
        if (pid !== '') killNow(Number(pid))
    assert.equal(await isUp(plan), false)
    await down(plan)
    assert.deepEqual(await footprintOf(plan), earlier)
  })

  test('down after an up that was killed while it added something', async () => {
    const earlier = await footprintOf(plan)
    const command = ['scripts/cluster.ts', 'up', '--cluster', String(plan.number)]
    const child = spawn(process.execPath, [...command, '--with', testAdditions().join()], {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'inherit']
    })
    const ended = once(child, 'exit')
    let said = ''
    for await (const text of child.stdout) {
      said += String(text)
      // The last thing that is told before additions are started.
      if (said.includes('are enforced')) child.kill('SIGKILL')
    }
    assert.deepEqual(await ended, [null, 'SIGKILL'], said)
    assert.equal(await isUp(plan), false)
    assert.ok((await footprintOf(plan)).processes.length > earlier.processes.length)
    await down(plan)
    assert.deepEqual(await footprintOf(plan), earlier)
  })

  test('down when there is nothing', async () => {
    const earlier = await footprintOf(plan)
    await down(plan)
    assert.deepEqual(await footprintOf(plan), earlier)
  })
})

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // The kernel has ended it together with the first process of its node.
  }
}
