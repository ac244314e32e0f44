import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { additionNames, type AdditionName } from './additions/additions.ts'
import { cgroupsOf } from './machine/cgroups.ts'
import { ClusterFailure } from './machine/cluster-failure.ts'
import { clustersFolder } from './machine/folders.ts'
import { withLock } from './machine/lock.ts'
import { holderOf } from './machine/node-namespaces.ts'
import { joinClusters } from './machine/wires.ts'
import { down, namespacesOf } from './parts/down.ts'
import { joinMeshes } from './parts/join-meshes.ts'
import { planCluster, podNetworks, type ClusterPlan, type PodNetwork } from './parts/plan.ts'
import { shareServices } from './parts/share-services.ts'
import { isUp, lockOf, up } from './parts/up.ts'

const usage = `Usage: npm run cluster -- up [--nodes 1|2|3] [--clusters 1-9] [--with NAME,NAME…|all] [--cni cilium]
       npm run cluster -- down | status | kubeconfig | logs [PART]

  up          starts a cluster, or says that it is up already; several are joined by routes between their
              Pods, and with metallb,istio by one mesh; --with adds ${additionNames.join(', ')};
              --cni cilium takes Cilium with Hubble as the network of Pods
  down        removes every cluster, or the one that --cluster names, with all it made
  status      says which clusters are up
  kubeconfig  prints the path of the kubeconfig
  logs        names the logs, or prints the one of a PART such as kubelet

--cluster N picks a cluster by its number, which is 1 unless it is given; several are numbered from there.
`

const options = {
  nodes: { type: 'string', default: '1' },
  clusters: { type: 'string', default: '1' },
  with: { type: 'string', default: '' },
  cluster: { type: 'string' },
  cni: { type: 'string', default: 'ptp' },
  help: { type: 'boolean' }
} as const

/** Runs one command; failures are told in sentences. Answers the status to exit with. */
export async function runClusterCommand(argv: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true })
    const [verb, part] = positionals
    if (values.help === true) return say(usage)
    const nodes = count('--nodes', values.nodes, 3)
    const network = networkOf(values.cni)
    const picked = values.cluster === undefined ? undefined : count('--cluster', values.cluster, 9)
    const first = picked ?? 1
    const clusters = count('--clusters', values.clusters, 10 - first)
    const plans = Array.from({ length: clusters }, (_, i) => planCluster(first + i, nodes, network))
    const one = planCluster(first, nodes, network)
    if (verb === 'up') return await bringUp(plans, additionsOf(values.with))
    if (verb === 'down') return await remove(picked === undefined ? await traces() : [picked])
    if (verb === 'status') return await status()
    if (verb === 'kubeconfig') return printKubeconfig(one)
    if (verb === 'logs') return printLogs(one, part)
    console.error(usage)
    return 2
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown
    console.error(thrown.message)
    return 1
  }
}

function count(option: string, value: string, most: number): number {
  const number = Number(value)
  if (Number.isInteger(number) && number >= 1 && number <= most) return number
  throw new ClusterFailure(`${option} takes a number from 1 to ${most}, not "${value}".`)
}

function networkOf(name: string): PodNetwork {
  const known = podNetworks.find(one => one === name)
  if (known !== undefined) return known
  throw new ClusterFailure(`--cni knows no "${name}". It takes ${podNetworks.join(' or ')}.`)
}

function say(text: string): number {
  console.log(text.trimEnd())
  return 0
}

/** In the order in which they are started, whatever order they are asked for in. */
function additionsOf(list: string): readonly AdditionName[] {
  if (list === 'all') return additionNames
  const asked = list.split(',').map(name => name.trim())
  const unknown = asked.find(name => name !== '' && !additionNames.some(known => known === name))
  if (unknown !== undefined)
    throw new ClusterFailure(
      `--with knows no "${unknown}". It takes any of: ${additionNames.join(', ')}.`
    )
  return additionNames.filter(name => asked.includes(name))
}

async function bringUp(
  plans: readonly ClusterPlan[],
  wanted: readonly AdditionName[]
): Promise<number> {
  const fitting = wanted.filter(name => {
    const reason = unfit(name, plans)
    if (reason !== undefined) say(`Left out: ${name}, which ${reason}.`)
    return reason === undefined
  })
  for (const plan of plans) {
    const stop = (): void => {
      console.error(`Stopped. Removing ${plan.name} …`)
      void down(plan).finally(() => process.exit(130))
    }
    process.once('SIGINT', stop).once('SIGTERM', stop)
    await up(plan, say, fitting)
    process.off('SIGINT', stop).off('SIGTERM', stop)
    for (const earlier of plans.slice(0, plans.indexOf(plan))) {
      await joinClusters(earlier, plan)
      say(`Pods of ${earlier.name} and ${plan.name} reach each other.`)
    }
    say(`export KUBECONFIG=${plan.kubeconfig}`)
  }
  if (plans.length > 1 && fitting.includes('istio')) await bringMeshesTogether(plans, fitting)
  if (fitting.includes('mcs')) {
    await shareServices(plans)
    say('What one cluster exports is a Service in all of them.')
  }
  return 0
}

/** Why clusters like these have no use for an addition, as a clause; undefined where they have. */
function unfit(name: AdditionName, plans: readonly ClusterPlan[]): string | undefined {
  if (name === 'multus' && plans[0]?.podNetwork !== 'ptp')
    return 'joins the plugins whose place Cilium takes'
  if (name === 'mcs' && plans.length === 1) return 'is about several clusters'
  return undefined
}

/** Each gateway between the meshes needs an address that the other clusters reach. */
async function bringMeshesTogether(
  plans: readonly ClusterPlan[],
  additions: readonly AdditionName[]
): Promise<void> {
  if (!additions.includes('metallb'))
    return void say('The meshes stay apart: --with metallb,istio makes one of them.')
  const began = performance.now()
  await joinMeshes(plans)
  const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(5)
  say(`${seconds} s  The meshes are one, with a common root and a gateway to each cluster.`)
}

async function remove(found: readonly number[]): Promise<number> {
  for (const number of found) {
    const plan = planCluster(number, 1)
    // Who is bringing it up would go on making what is removed here.
    await withLock(lockOf(plan), () => down(plan))
    say(`${plan.name} is removed.`)
  }
  return found.length === 0 ? say('There is no cluster to remove.') : 0
}

/** Numbers of clusters that left anything on this machine, running or not. */
async function traces(): Promise<readonly number[]> {
  const folders = existsSync(clustersFolder) ? readdirSync(clustersFolder) : []
  const found: number[] = []
  for (let number = 1; number <= 9; number++) {
    const { name } = planCluster(number, 1)
    const isThere = folders.includes(name) || (await namespacesOf(name)).length > 0
    if (isThere || cgroupsOf(name).length > 0) found.push(number)
  }
  return found
}

async function status(): Promise<number> {
  const found = await traces()
  if (found.length === 0) return say('No cluster is up.')
  for (const number of found) {
    const plans = podNetworks.flatMap(network =>
      [1, 2, 3].map(nodes => planCluster(number, nodes, network))
    )
    const complete = await firstUp(plans)
    const alive = plans.at(-1)?.nodes.filter(node => holderOf(node) !== undefined).length ?? 0
    say(
      complete
        ? `${complete.name} is up, ${complete.nodes.length} node(s). Kubeconfig: ${complete.kubeconfig}`
        : `netlabs-${number} is not complete: ${alive} node(s) run. Run up or down.`
    )
  }
  return 0
}

async function firstUp(plans: readonly ClusterPlan[]): Promise<ClusterPlan | undefined> {
  for (const plan of plans) if (await isUp(plan)) return plan
  return undefined
}

function printKubeconfig({ name, kubeconfig }: ClusterPlan): number {
  if (!existsSync(kubeconfig))
    throw new ClusterFailure(`${name} is not up. Start it with: npm run cluster -- up`)
  return say(kubeconfig)
}

function printLogs({ name, folder }: ClusterPlan, part: string | undefined): number {
  const logs = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file =>
        /^node\d\/log\/[^/]+\.log$/.test(file)
      )
    : []
  if (logs.length === 0) throw new ClusterFailure(`There are no logs of ${name}.`)
  if (part === undefined) return say(logs.map(file => path.join(folder, file)).join('\n'))
  const wanted = logs.filter(file => path.basename(file, '.log') === part)
  if (wanted.length === 0)
    throw new ClusterFailure(
      `There is no log of "${part}". Parts are: ${[...new Set(logs.map(file => path.basename(file, '.log')))].join(', ')}.`
    )
  return say(wanted.map(file => readFileSync(path.join(folder, file), 'utf8')).join('\n'))
}
