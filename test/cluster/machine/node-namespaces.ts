import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, closeSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { NodePlan } from '../parts/plan.ts'
import { run } from './run.ts'
import { until } from './until.ts'

/**
 * A node is a set of namespaces (network, mounts, processes, host name) that its first process holds. When
 * that process dies, the kernel kills everything inside, and mounts, firewall rules and wires go with it.
 */
export async function openNode(
  node: NodePlan,
  { pause, packages }: { readonly pause: string; readonly packages: string }
): Promise<void> {
  for (const folder of ['log', 'var', 'var-work', 'sysctl'])
    mkdirSync(path.join(node.folder, folder), { recursive: true })
  const script = path.join(node.folder, 'open.sh')
  writeFileSync(script, openingScript(node, pause, packages))
  const log = openSync(path.join(node.folder, 'log', 'namespaces.log'), 'a')
  const child = spawn(
    'unshare',
    // The parent that waits for the first process dies with it, so its id serves to find that process.
    [
      ...['-n', '-m', '-p', '-u', '-i', '--fork', '--kill-child', '--propagation', 'private'],
      'sh',
      script
    ],
    { detached: true, stdio: ['ignore', log, log] }
  )
  closeSync(log)
  child.unref()
  const parent = child.pid ?? 0
  const ready = path.join(node.folder, 'ready')
  await until(`the namespaces of ${node.name} are open`, 120_000, () =>
    Promise.resolve(existsSync(ready))
  )
  const [pid = ''] = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').split(' ')
  writeFileSync(path.join(node.folder, 'holder'), pid)
  await run('ip', ['netns', 'attach', node.id, pid])
}

/** Values that a kubelet or Cilium would change for the whole machine; a file in their place keeps them the machine's. */
const sysctls: Readonly<Record<string, string>> = {
  'vm/overcommit_memory': '1',
  'vm/panic_on_oom': '0',
  'kernel/panic': '10',
  'kernel/panic_on_oops': '1',
  'kernel/keys/root_maxkeys': '1000000',
  'kernel/keys/root_maxbytes': '25000000',
  'kernel/unprivileged_bpf_disabled': '1',
  'kernel/timer_migration': '0'
}

function openingScript(node: NodePlan, pause: string, packages: string): string {
  const at = (name: string): string => path.join(node.folder, name)
  const own = Object.entries(sysctls).flatMap(([name, value], i) => [
    `echo ${value} > ${at(`sysctl/${i}`)}`,
    // Not every kernel has all of them.
    `test ! -e /proc/sys/${name} || mount --bind ${at(`sysctl/${i}`)} /proc/sys/${name}`
  ])
  return [
    'set -e',
    `hostname ${node.name}`,
    'mount -t proc proc /proc',
    ...own,
    // Debian's containerd, runc, nft and what they need, without installing them on this machine.
    `mount -t overlay overlay -o lowerdir=${packages}/usr:/usr /usr`,
    // Fixed paths of kubelet and containerd below /var and /run are this node's own.
    `mount -t overlay overlay -o lowerdir=/var,upperdir=${at('var')},workdir=${at('var-work')} /var`,
    'mount -t tmpfs tmpfs /run',
    'mkdir -p /run/netns /run/lock /var/lib/kubelet',
    // Last, because kubelet wants shared mounts and nothing above may travel.
    'mount --make-rshared /',
    `touch ${at('ready')}`,
    `exec ${pause}`,
    ''
  ].join('\n')
}

/** The first process of a node that was opened, as this machine counts it; undefined when it is gone. */
export function holderOf(node: NodePlan): string | undefined {
  const file = path.join(node.folder, 'holder')
  if (!existsSync(file)) return undefined
  const pid = readFileSync(file, 'utf8').trim()
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('pause') ? pid : undefined
  } catch {
    return undefined
  }
}

/** The words that run a command inside of a node. */
export function insideNode(node: NodePlan): readonly string[] {
  const pid = holderOf(node) ?? '0'
  return ['nsenter', '-t', pid, '-n', '-m', '-p', '-u', '-i', '--']
}

export async function runInNode(
  node: NodePlan,
  command: readonly string[],
  options?: Parameters<typeof run>[2]
): Promise<string> {
  const [first = '', ...rest] = [...insideNode(node), ...command]
  return await run(first, rest, options)
}

/** Starts a program that runs as long as the node does; what it says goes to the node's log folder. */
export function startInNode(node: NodePlan, name: string, command: readonly string[]): void {
  const log = openSync(path.join(node.folder, 'log', `${name}.log`), 'a')
  const [first = '', ...rest] = [...insideNode(node), ...command]
  spawn(first, rest, { detached: true, stdio: ['ignore', log, log] }).unref()
  closeSync(log)
}
