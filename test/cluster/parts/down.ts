import { existsSync, rmSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { cgroupsOf, processesIn, removeCgroup } from '../machine/cgroups.ts'
import { ClusterFailure } from '../machine/cluster-failure.ts'
import { run, succeeds } from '../machine/run.ts'
import type { ClusterPlan } from './plan.ts'

/**
 * Removes a cluster, however much of it there is: processes, namespaces, wires, control groups and state.
 * It asks the machine and not the cluster's own notes, so it works after any kind of crash.
 * @throws ClusterFailure that names what would not go
 */
export async function down({ name, folder, wire }: ClusterPlan): Promise<void> {
  const namespaces = await namespacesOf(name)
  for (const namespace of namespaces) await endProcesses(namespace)
  await endProcessesIn(name)
  for (const namespace of namespaces) await run('ip', ['netns', 'delete', namespace])
  if (await succeeds('ip', ['link', 'show', wire.interface]))
    // The kernel may be taking it away by itself at this moment, with the namespace of its other end.
    await succeeds('ip', ['link', 'delete', wire.interface])
  const left = await removeCgroups(name)
  if (left.length > 0)
    throw new ClusterFailure(
      `Control groups of ${name} are still in use: ${left.join(', ')}. Run down once more.`
    )
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
}

/** Network namespaces of this machine that are the cluster's. */
export async function namespacesOf(cluster: string): Promise<readonly string[]> {
  if (!existsSync('/run/netns')) return []
  const names = (await run('ip', ['netns', 'list'])).split('\n').map(line => line.split(' ')[0])
  return names.filter(name => name?.startsWith(`${cluster}-`) === true) as string[]
}

/** The first process of a node is among these, and with it the kernel ends the node's Pods. */
async function endProcesses(namespace: string): Promise<void> {
  const pids = async (): Promise<readonly string[]> =>
    (await run('ip', ['netns', 'pids', namespace])).split('\n').filter(pid => pid !== '')
  for (let i = 0; i < 600; i++) {
    const alive = await pids()
    if (alive.length === 0) return
    kill(alive)
    await delay(50)
  }
  throw new ClusterFailure(`Processes of ${namespace} do not end: ${(await pids()).join(', ')}.`)
}

/** Pods live in namespaces of their own; their control groups tell who they are. */
async function endProcessesIn(cluster: string): Promise<void> {
  for (let i = 0; i < 600; i++) {
    const alive = cgroupsOf(cluster).flatMap(processesIn)
    if (alive.length === 0) return
    kill(alive)
    await delay(50)
  }
}

function kill(pids: readonly string[]): void {
  for (const pid of pids)
    try {
      process.kill(Number(pid), 'SIGKILL')
    } catch {
      // It has ended since it was listed.
    }
}

async function removeCgroups(cluster: string): Promise<readonly string[]> {
  for (let i = 0; i < 300; i++) {
    const left = cgroupsOf(cluster).filter(folder => !removeCgroup(folder))
    if (left.length === 0) return []
    await delay(100)
  }
  return cgroupsOf(cluster)
}
