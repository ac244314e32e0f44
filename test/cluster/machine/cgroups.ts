import { existsSync, mkdirSync, readFileSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { NodePlan } from '../parts/plan.ts'

const mounted = '/sys/fs/cgroup'

/** The hierarchies of cgroup v1, or the only one of v2. */
export function hierarchies(): readonly string[] {
  if (existsSync(path.join(mounted, 'cgroup.controllers'))) return [mounted]
  return hierarchiesWith('tasks')
}

/** Those as well that a machine has of v2 beside v1: runc makes groups there too. */
function everyHierarchy(): readonly string[] {
  return existsSync(path.join(mounted, 'cgroup.procs'))
    ? [mounted]
    : hierarchiesWith('cgroup.procs')
}

function hierarchiesWith(file: string): readonly string[] {
  const names = existsSync(mounted) ? readdirSync(mounted) : []
  return names
    .map(name => path.join(mounted, name))
    .filter(folder => existsSync(path.join(folder, file)))
}

/** What kubelet and runc count and limit by. */
const neededControllers = ['cpu', 'cpuset', 'memory', 'pids']

/**
 * What keeps kubelet from putting Pods into control groups here; undefined where nothing does. A group is made
 * in each hierarchy to find out, and removed again.
 */
export function cgroupFault(): string | undefined {
  if (hierarchies().length === 0) return 'No control groups are mounted at /sys/fs/cgroup.'
  const absent = neededControllers.filter(name => !mountedControllers().includes(name))
  if (absent.length > 0) return `The control groups here can't limit ${absent.join(', ')}.`
  for (const hierarchy of hierarchies()) {
    const group = path.join(hierarchy, `netlabs-try-${process.pid}`)
    try {
      mkdirSync(group)
      handDown(hierarchy)
    } catch (thrown) {
      return `The control groups of ${hierarchy} can't be changed: ${(thrown as Error).message}.`
    } finally {
      removeCgroup(group)
    }
  }
  return undefined
}

function mountedControllers(): readonly string[] {
  const ofV2 = path.join(mounted, 'cgroup.controllers')
  if (existsSync(ofV2)) return readFileSync(ofV2, 'utf8').trim().split(' ')
  // A line is `number:controllers:path`.
  const lines = readFileSync('/proc/self/cgroup', 'utf8').split('\n')
  return lines.flatMap(line => (line.split(':')[1] ?? '').split(','))
}

/** Groups of v2 have the controllers that the group above hands down; kubelet does the same for its own. */
function handDown(hierarchy: string): void {
  const file = path.join(hierarchy, 'cgroup.subtree_control')
  if (!existsSync(file)) return
  const handed = readFileSync(file, 'utf8').trim().split(' ')
  const missing = neededControllers.filter(name => !handed.includes(name))
  if (missing.length === 0) return
  writeFileSync(file, missing.map(name => `+${name}`).join(' '))
  writeFileSync(file, missing.map(name => `-${name}`).join(' '))
}

/** Makes the group that kubelet puts the node's Pods under. */
export function makeCgroups({ id }: NodePlan): void {
  for (const hierarchy of hierarchies()) {
    const group = path.join(hierarchy, id)
    mkdirSync(group, { recursive: true })
    // A group of v1 takes no process before it knows its processors and memory.
    for (const setting of ['cpuset.cpus', 'cpuset.mems'])
      if (existsSync(path.join(group, 'tasks')) && existsSync(path.join(group, setting)))
        writeFileSync(path.join(group, setting), readFileSync(path.join(hierarchy, setting)))
  }
}

/** Groups of nodes of this cluster that are there, in every hierarchy. */
export function cgroupsOf(cluster: string): readonly string[] {
  return everyHierarchy().flatMap(hierarchy =>
    readdirSync(hierarchy)
      .filter(name => name.startsWith(`${cluster}-`))
      .map(name => path.join(hierarchy, name))
  )
}

/** Removes a group with all below it; false when a process is still in one of them. */
export function removeCgroup(folder: string): boolean {
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory()) removeCgroup(path.join(folder, entry.name))
    rmdirSync(folder)
  } catch {
    return !existsSync(folder)
  }
  return true
}

/** Processes in a group and in all groups below it. */
export function processesIn(folder: string): readonly string[] {
  try {
    const own = readFileSync(path.join(folder, 'cgroup.procs'), 'utf8').split('\n')
    const below = readdirSync(folder, { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .flatMap(entry => processesIn(path.join(folder, entry.name)))
    return [...own.filter(pid => pid !== '' && pid !== '0'), ...below]
  } catch {
    // The group went away while it was read.
    return []
  }
}
