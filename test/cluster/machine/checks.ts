import path from 'node:path'
import { cidrCovers, cidrsOverlap, parseCidr } from '../../../src/model/cidr.ts'
import type { ClusterPlan } from '../parts/plan.ts'
import { ClusterFailure } from './cluster-failure.ts'
import { cacheFolder } from './folders.ts'
import { thisMachine, type MachineFacts, type Route } from './machine-facts.ts'

const gibibyte = 2 ** 30
const neededSpace = 12 * gibibyte
const neededGo = 26

/** A machine that can't carry a cluster, known before anything is built or changed on it. */
export class UnfitMachine extends ClusterFailure {}

/** What is still to be fetched, so that its source has to be in reach. */
export interface Missing {
  readonly modules: boolean
  readonly packages: boolean
}

/**
 * Everything that a cluster needs of the machine, before anything is built or changed.
 * @param missing what is still to be fetched; asked after the commands are known to be there
 * @throws UnfitMachine that lists all that is missing, a sentence with a way out each
 */
export async function checkMachine(
  plan: ClusterPlan,
  missing: () => Missing,
  facts: MachineFacts = thisMachine
): Promise<void> {
  if (facts.platform !== 'linux')
    throw new UnfitMachine(
      `A cluster needs Linux, this is ${facts.platform}. Give the KUBECONFIG of a cluster that you have.`
    )
  if (!facts.isRoot)
    throw new UnfitMachine('A cluster needs root, for namespaces and containers. Run it with sudo.')
  const commands = await missingCommands(facts)
  // What is asked below is asked by these commands.
  if (commands.length > 0) throw new UnfitMachine(commands.join('\n'))
  const problems = [
    ...(await oldGo(facts)),
    ...(await missingAbilities(facts)),
    ...spaceProblems(facts),
    ...(await busyAddresses(plan, facts)),
    ...(await unreachableSources(missing(), facts))
  ]
  if (problems.length > 0) throw new UnfitMachine(problems.join('\n'))
}

async function missingCommands(facts: MachineFacts): Promise<readonly string[]> {
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
    if (!(await facts.hasCommand(command)))
      problems.push(`The command ${command} is missing: install ${what}.`)
  return problems
}

async function oldGo(facts: MachineFacts): Promise<readonly string[]> {
  const version = (await facts.goVersion()) ?? ''
  const [, minor] = /^go1\.(\d+)/.exec(version) ?? []
  if (minor === undefined || Number(minor) >= neededGo) return []
  return [`Go is ${version.slice(2)} here and can't build Kubernetes: install 1.26 or newer.`]
}

/** Tries each in namespaces that are gone afterwards. */
async function missingAbilities(facts: MachineFacts): Promise<readonly string[]> {
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
    { script: 'test -e /proc/net/netfilter', what: 'packet filters' }
  ]
  const problems: string[] = []
  for (const { script, what } of abilities)
    if (!(await facts.allowsInNamespaces(script)))
      problems.push(`This kernel refuses ${what}. Use another machine, or give a KUBECONFIG.`)
  const cgroups = facts.cgroupFault()
  if (cgroups !== undefined)
    problems.push(`${cgroups} Mount them so that root can write, or use another machine.`)
  return problems
}

function spaceProblems(facts: MachineFacts): readonly string[] {
  const { free, isOverlay } = facts.space()
  const problems: string[] = []
  // Once everything is built a cluster needs a tenth of it, but a full disk makes kubelet evict Pods.
  if (free < neededSpace)
    problems.push(
      `${path.dirname(cacheFolder)} has ${(free / gibibyte).toFixed(1)} GiB left, ${neededSpace / gibibyte} are needed. Make room there.`
    )
  if (isOverlay)
    problems.push(
      `${cacheFolder} is on an overlay file system, which can't hold the layers of containers. Mount another one there.`
    )
  return problems
}

/** The cluster's own ranges are in namespaces of its own; only the wire to it is this machine's. */
async function busyAddresses(plan: ClusterPlan, facts: MachineFacts): Promise<readonly string[]> {
  const range = plan.wire.host4.replace(/\.\d+$/, '.0/24')
  const routes = await facts.routes()
  const taken = routes.find(route => route.dev !== plan.wire.interface && takes(route, range))
  if (!taken) return []
  return [
    `The address range ${range} is in use here: ${taken.dst} on ${taken.dev ?? 'an interface'}. Remove that route, or take another cluster number.`
  ]
}

/** A wider route through a gateway, such as that of a VPN, gives way to the wire's narrower one. */
export function takes({ dst, scope }: Route, range: string): boolean {
  const ours = parseCidr(range)
  const theirs = parseCidr(dst.includes('/') ? dst : `${dst}/32`)
  if (!ours || !theirs) return false
  return cidrCovers(ours, theirs) || (scope === 'link' && cidrsOverlap(ours, theirs))
}

/** Asked only while something is to be fetched: a machine that has everything needs no network. */
async function unreachableSources(
  missing: Missing,
  facts: MachineFacts
): Promise<readonly string[]> {
  const modules = missing.modules ? await facts.moduleFault() : undefined
  const packages = missing.packages ? await facts.packageFault() : undefined
  return [
    ...(modules === undefined
      ? []
      : [`Go modules can't be fetched: ${modules}\nSet GOPROXY to a module proxy in reach.`]),
    ...(packages === undefined
      ? []
      : [
          `Debian's packages can't be fetched: ${packages}\nGive apt a mirror that the machine reaches.`
        ])
  ]
}
