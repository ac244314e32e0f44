import { readFileSync, readdirSync } from 'node:fs'
import { namespacesOf } from '../parts/down.ts'
import type { ClusterPlan } from '../parts/plan.ts'
import { nodeFolder } from '../parts/up.ts'
import { cgroupsOf } from './cgroups.ts'
import { run } from './run.ts'

export type Footprint = Readonly<
  Record<
    'namespaces' | 'groups' | 'processes' | 'mounts' | 'interfaces' | 'routes',
    readonly string[]
  >
> &
  Readonly<Record<'rules' | 'switches' | 'folders', unknown>>

/**
 * Everything on the machine that this cluster could have made or changed, as data to compare. Whatever else
 * runs here meanwhile, other clusters among it, leaves it as it is.
 */
export async function footprintOf(plan: ClusterPlan): Promise<Footprint> {
  const files = (folder: string): readonly string[] =>
    readdirSync(folder)
      .filter(name => ours.test(name) || name.startsWith(plan.name))
      .sort()
  return {
    namespaces: await namespacesOf(plan.name),
    groups: cgroupsOf(plan.name),
    processes: processesOf(plan),
    mounts: linesWith('/proc/self/mounts', plan.folder),
    interfaces: await interfacesOf(plan),
    routes: await routesOf(plan),
    rules: await rulesOfMachine(),
    switches: Object.fromEntries(switches.map(name => [name, readSwitch(name)])),
    folders: Object.fromEntries(folders.map(name => [name, files(name)]))
  }
}

/** Where the programs of a node write, which has folders of its own for that. */
const folders = ['/run', '/var/lib', '/var/log', '/etc', '/opt', '/usr/libexec']

/** What those programs and the additions call their files. */
const ours = /cni|containerd|kube|etcd|netpol|metallb|traefik|multus|istio|cilium|frr|bird/

const switches = [
  ...['vm/overcommit_memory', 'vm/panic_on_oom', 'kernel/panic', 'kernel/panic_on_oops'],
  ...['kernel/keys/root_maxkeys', 'kernel/keys/root_maxbytes', 'net/ipv4/ip_forward'],
  ...['kernel/unprivileged_bpf_disabled', 'kernel/timer_migration'],
  ...['net/ipv4/conf/all/rp_filter', 'net/ipv6/conf/all/forwarding', 'kernel/hostname']
]

function readSwitch(name: string): string {
  return linesWith(`/proc/sys/${name}`, '').join().trim()
}

/** Interfaces of the machine's own network, without the wires to other clusters. */
async function interfacesOf({ wire }: ClusterPlan): Promise<readonly string[]> {
  const links = JSON.parse(await run('ip', ['-json', 'link'])) as readonly {
    readonly ifname: string
  }[]
  const names = links.map(({ ifname }) => ifname)
  return names.filter(name => name === wire.interface || !/^netlabs\d$/.test(name)).sort()
}

async function routesOf({ wire }: ClusterPlan): Promise<readonly string[]> {
  const all = (await run('ip', ['route'])) + (await run('ip', ['-6', 'route']))
  return all.split('\n').filter(line => line.includes(`dev ${wire.interface} `))
}

/** Tables of the machine's own packet filter, read by the node's program, since the machine may have none. */
async function rulesOfMachine(): Promise<string> {
  const files = await nodeFolder('ptp')
  const library = `${files}/usr/lib/x86_64-linux-gnu`
  const env = { LD_LIBRARY_PATH: library }
  return await run(`${files}/usr/sbin/nft`, ['list', 'tables'], { env })
}

/**
 * Processes that the cluster has started. Each of them is known by what it was started with, by its control
 * group, or by the mounts of the node that it lives in.
 */
function processesOf({ name, folder }: ClusterPlan): readonly string[] {
  const signs: readonly (readonly [file: string, sign: string])[] = [
    ['cmdline', `${folder}/`],
    ['cgroup', `/${name}-`],
    ['mountinfo', `${folder}/`]
  ]
  return readdirSync('/proc')
    .filter(pid => /^\d+$/.test(pid))
    .filter(pid => signs.some(([file, sign]) => linesWith(`/proc/${pid}/${file}`, sign).length > 0))
    .map(pid => `${pid} ${linesWith(`/proc/${pid}/cmdline`, '').join().replaceAll('\0', ' ')}`)
}

/** Lines of a file that have a text; none when the file is gone, as that of a process that has ended. */
function linesWith(file: string, text: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter(line => line.includes(text))
  } catch {
    return []
  }
}
