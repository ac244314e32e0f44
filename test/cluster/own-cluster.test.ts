/** What the cluster does to the machine. It makes a cluster of its own beside the one that is tested. */
import assert from 'node:assert/strict'
import { readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { describe, test } from 'node:test'
import { additionNames } from './additions/additions.ts'
import { cgroupsOf } from './machine/cgroups.ts'
import { run } from './machine/run.ts'
import { down, namespacesOf } from './parts/down.ts'
import { planCluster } from './parts/plan.ts'
import { isUp, nodeFolder, up } from './parts/up.ts'

const plan = planCluster(8, 1)

describe('a cluster leaves no trace', { timeout: 600_000 }, () => {
  test('up with all additions, up again, down', async () => {
    const others = networksInUse()
    const before = await machine(others)
    await up(plan, () => {}, additionNames)
    const told: string[] = []
    await up(plan, sentence => told.push(sentence))
    assert.deepEqual(told, [`${plan.name} is up already.`])
    assert.ok((await namespacesOf(plan.name)).length > 0 && cgroupsOf(plan.name).length > 0)
    await down(plan)
    assert.deepEqual(await machine(others), before)
  })

  test('down after every process of it was killed', async () => {
    const others = networksInUse()
    const before = await machine(others)
    await up(plan, () => {})
    for (const namespace of await namespacesOf(plan.name))
      for (const pid of (await run('ip', ['netns', 'pids', namespace])).trim().split('\n'))
        if (pid !== '') killNow(Number(pid))
    assert.equal(await isUp(plan), false)
    await down(plan)
    assert.deepEqual(await machine(others), before)
  })

  test('down when there is nothing', async () => {
    const others = networksInUse()
    const before = await machine(others)
    await down(plan)
    assert.deepEqual(await machine(others), before)
  })
})

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // The kernel has ended it together with the first process of its node.
  }
}

/** Everything on the machine that a cluster touches, as text to compare. */
async function machine(others: ReadonlySet<string>): Promise<unknown> {
  return {
    namespaces: (await run('ip', ['netns', 'list'])).split('\n').sort(),
    interfaces: (JSON.parse(await run('ip', ['-json', 'link'])) as { ifname: string }[])
      .map(({ ifname }) => ifname)
      .sort(),
    routes: await run('ip', ['route']),
    routes6: (await run('ip', ['-6', 'route'])).split('\n').filter(line => line.includes('fd00')),
    mounts: readFileSync('/proc/self/mounts', 'utf8').split('\n').sort(),
    groups: cgroupsOf('netlabs'),
    processes: processesElsewhere(others),
    switches: Object.fromEntries(switches.map(name => [name, readSwitch(name)])),
    rules: await rulesOfMachine(),
    folders: Object.fromEntries(folders.map(name => [name, readdirSync(name).sort()]))
  }
}

const folders = ['/run', '/run/netns', '/var/lib', '/var/log', '/etc', '/opt', '/usr/libexec']

const switches = [
  ...['vm/overcommit_memory', 'vm/panic_on_oom', 'kernel/panic', 'kernel/panic_on_oops'],
  ...['kernel/keys/root_maxkeys', 'kernel/keys/root_maxbytes', 'net/ipv4/ip_forward'],
  ...['net/ipv4/conf/all/rp_filter', 'net/ipv6/conf/all/forwarding', 'kernel/hostname']
]

function readSwitch(name: string): string {
  return readFileSync(`/proc/sys/${name}`, 'utf8').trim()
}

/** Network namespaces that processes live in, this one's among them. */
function networksInUse(): ReadonlySet<string> {
  return new Set(readAll('ns/net', readlinkSync).map(({ text }) => text))
}

/**
 * What runs in a network namespace that was not in use before. Pods of other clusters are left out, because
 * they come and go all the time; their control groups tell on which node they are.
 */
function processesElsewhere(others: ReadonlySet<string>): readonly string[] {
  const read = (file: string): string => readFileSync(file, 'utf8')
  const ofAnother = new Set(
    readAll('cgroup', read).flatMap(({ pid, text }) =>
      /-node\d/.test(text) && !text.includes(`${plan.name}-`) ? [pid] : []
    )
  )
  const commands = new Map(readAll('cmdline', read).map(({ pid, text }) => [pid, text]))
  return readAll('ns/net', readlinkSync)
    .filter(({ pid, text }) => !others.has(text) && !ofAnother.has(pid))
    .map(({ pid }) => commands.get(pid)?.replaceAll('\0', ' ') ?? pid)
    .sort()
}

/** One file of each process; those that end meanwhile are left out. */
function readAll(
  file: string,
  read: (path: string) => string
): readonly { readonly pid: string; readonly text: string }[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(pid => {
      try {
        return [{ pid, text: read(`/proc/${pid}/${file}`) }]
      } catch {
        return []
      }
    })
}

/** Tables of the packet filter, read as the node's own programs would, in a mount namespace that goes. */
async function rulesOfMachine(): Promise<string> {
  const files = await nodeFolder()
  const library = `${files}/usr/lib/x86_64-linux-gnu`
  return await run(`${files}/usr/sbin/nft`, ['list', 'tables'], {
    env: { LD_LIBRARY_PATH: library }
  })
}
