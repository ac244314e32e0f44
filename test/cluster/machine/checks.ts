import { mkdirSync, statfsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { cidrCovers, cidrsOverlap, parseCidr } from '../../../src/model/cidr.ts'
import type { ClusterPlan } from '../parts/plan.ts'
import { cacheFolder } from './folders.ts'
import { hierarchies } from './cgroups.ts'
import { ClusterFailure } from './cluster-failure.ts'
import { run, succeeds } from './run.ts'

const gibibyte = 2 ** 30
const neededSpace = 12 * gibibyte

/**
 * Everything that a cluster needs of the machine, before anything is built or changed.
 * @throws ClusterFailure that lists all that is missing, a sentence with a way out each
 */
export async function checkMachine(plan: ClusterPlan): Promise<void> {
  if (process.platform !== 'linux')
    throw new ClusterFailure(
      `A cluster needs Linux, this is ${os.platform()}. Give the KUBECONFIG of a cluster that you have.`
    )
  if (process.getuid?.() !== 0)
    throw new ClusterFailure(
      'A cluster needs root, for namespaces and containers. Run it with sudo.'
    )
  const problems = [
    ...(await missingCommands()),
    ...(await missingAbilities()),
    ...spaceProblems(),
    ...(await busyAddresses(plan))
  ]
  if (problems.length > 0) throw new ClusterFailure(problems.join('\n'))
}

async function missingCommands(): Promise<readonly string[]> {
  const needed = {
    go: 'Go 1.26 or newer, which builds Kubernetes',
    'apt-get': "Debian's apt, which brings containerd",
    'dpkg-deb': "Debian's dpkg",
    ip: 'iproute2',
    unshare: 'util-linux',
    nsenter: 'util-linux',
    nice: 'coreutils'
  }
  const problems: string[] = []
  for (const [command, what] of Object.entries(needed))
    if (!(await succeeds('sh', ['-c', `command -v ${command}`])))
      problems.push(`The command ${command} is missing: install ${what}.`)
  return problems
}

/** Tries each in namespaces that are gone afterwards. */
async function missingAbilities(): Promise<readonly string[]> {
  const abilities = [
    { script: 'true', what: 'network, mount and process namespaces' },
    {
      script: 'ip link add name wire0 type veth peer name wire1',
      what: 'wires between namespaces (veth)'
    },
    {
      script: 'mount -t tmpfs t /mnt; cd /mnt; mkdir a b u w; mount -t overlay o -o lowerdir=a:b b',
      what: 'the overlay file system'
    },
    { script: 'test -e /proc/net/netfilter', what: 'the packet filter (nf_tables)' }
  ]
  const problems: string[] = []
  for (const { script, what } of abilities) {
    const namespaces = ['-n', '-m', '-p', '-u', '-i', '--fork', '--propagation', 'private']
    if (!(await succeeds('unshare', [...namespaces, 'sh', '-ec', script])))
      problems.push(`This kernel refuses ${what}. Use another machine, or give a KUBECONFIG.`)
  }
  if (hierarchies().length === 0)
    problems.push(
      'No control groups are mounted at /sys/fs/cgroup. Mount them, or use another machine.'
    )
  return problems
}

function spaceProblems(): readonly string[] {
  mkdirSync(cacheFolder, { recursive: true })
  const { bavail, bsize, type } = statfsSync(cacheFolder)
  const problems: string[] = []
  const free = bavail * bsize
  // Once everything is built a cluster needs a tenth of it, but a full disk makes kubelet evict Pods.
  if (free < neededSpace)
    problems.push(
      `${path.dirname(cacheFolder)} has ${(free / gibibyte).toFixed(1)} GiB left, ${neededSpace / gibibyte} are needed. Make room there.`
    )
  const overlay = 0x794c7630
  if (type === overlay)
    problems.push(
      `${cacheFolder} is on an overlay file system, which can't hold the layers of containers. Mount another one there.`
    )
  return problems
}

interface Route {
  readonly dst: string
  readonly dev?: string
  /** `link`: hosts of that range are on the wire itself, so two wires of it can't be told apart. */
  readonly scope?: string
}

/** The cluster's own ranges are in namespaces of its own; only the wire to it is this machine's. */
async function busyAddresses(plan: ClusterPlan): Promise<readonly string[]> {
  const range = plan.wire.host4.replace(/\.\d+$/, '.0/24')
  const routes = JSON.parse(await run('ip', ['-json', 'route'])) as readonly Route[]
  const taken = routes.find(route => route.dev !== plan.wire.interface && takes(route, range))
  if (!taken) return []
  return [
    `The address range ${range} is in use here: ${taken.dst} on ${taken.dev ?? 'an interface'}. Remove that route, or take another cluster number.`
  ]
}

/** A wider route through a gateway, such as that of a VPN, gives way to the wire's narrower one. */
function takes({ dst, scope }: Route, range: string): boolean {
  const ours = parseCidr(range)
  const theirs = parseCidr(dst.includes('/') ? dst : `${dst}/32`)
  if (!ours || !theirs) return false
  return cidrCovers(ours, theirs) || (scope === 'link' && cidrsOverlap(ours, theirs))
}
