import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { withFullDisk } from '../../../scripts/full-disk.ts'
import { imageArchives } from '../images/build-images.ts'
import { images } from '../images/image-list.ts'
import { makeCgroups } from '../machine/cgroups.ts'
import { checkMachine, type Missing } from '../machine/checks.ts'
import { ClusterFailure } from '../machine/cluster-failure.ts'
import { withLock } from '../machine/lock.ts'
import { holderOf, openNode, startInNode } from '../machine/node-namespaces.ts'
import { checkPacketFilter } from '../machine/packet-filter.ts'
import { until } from '../machine/until.ts'
import { wire } from '../machine/wires.ts'
import { debianFolder, isUnpacked, type DebianFolder } from '../programs/debian.ts'
import { areBuilt, goPrograms, type ProgramName } from '../programs/go-programs.ts'
import { addAll, prepareAdditions, programsOf } from '../additions/add.ts'
import type { AdditionName } from '../additions/additions.ts'
import { proveEnforcement } from './canary.ts'
import {
  ciliumImage,
  ciliumPackages,
  ciliumPrograms,
  installCiliumKinds,
  startCilium,
  startCiliumClients,
  type CiliumPrograms
} from './cilium.ts'
import { writeCertificates } from './certificates.ts'
import { containerdAnswers, containerdCommand, importImages, linkPlugins } from './containerd.ts'
import {
  apiServerCommand,
  controllerManagerCommand,
  corePrograms,
  etcdCommand,
  schedulerCommand,
  type Programs
} from './control-plane.ts'
import { startDns } from './dns.ts'
import { down } from './down.ts'
import { givePodRange, untilNodeReady } from './nodes-ready.ts'
import { kubeProxyCommand, kubeletCommand, netpolCommand } from './node-parts.ts'
import { openCluster, type OpenedCluster } from './open-cluster.ts'
import type { ClusterPlan, NodePlan, PodNetwork } from './plan.ts'

/**
 * Brings a cluster up, or finds it up already. What was left half-made by an earlier attempt is removed
 * first; an attempt that fails here leaves nothing but what was built. What is `wanted` in addition is added
 * to a cluster that is up as well.
 */
export async function up(
  plan: ClusterPlan,
  tell: (sentence: string) => void,
  wanted: readonly AdditionName[] = []
): Promise<void> {
  await withLock(lockOf(plan), () => upAlone(plan, tell, wanted))
}

/** What one process at a time has, while it brings the cluster up or down. */
export function lockOf({ folder, name }: ClusterPlan): Parameters<typeof withLock>[0] {
  return { file: `${folder}.lock`, what: name }
}

async function upAlone(
  plan: ClusterPlan,
  tell: (sentence: string) => void,
  wanted: readonly AdditionName[]
): Promise<void> {
  if (await isUp(plan)) {
    tell(`${plan.name} is up already.`)
    await addAll(plan, await prepareAdditions(wanted), tell)
    return
  }
  await checkFitness(plan, wanted)
  const materials = await prepare(plan)
  const additions = await prepareAdditions(wanted)
  await down(plan)
  try {
    await start(plan, materials, tell)
    await addAll(plan, additions, tell)
    const { nodes, podNetwork } = plan
    writeFileSync(upFile(plan), JSON.stringify({ nodes: nodes.length, podNetwork }))
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown)
    const what = withFullDisk(`${plan.name} did not come up. ${why}`, plan.folder)
    const logs = lastWordsOf(plan)
    if (process.env.NETLABS_KEEP_CLUSTER === undefined) await down(plan)
    throw new ClusterFailure(`${what}${logs}`)
  }
}

/** Whether the cluster is complete, with as many nodes and the network that are wanted, and answers. */
export async function isUp(plan: ClusterPlan): Promise<boolean> {
  if (!existsSync(upFile(plan))) return false
  const { nodes, podNetwork } = JSON.parse(readFileSync(upFile(plan), 'utf8')) as {
    readonly nodes: number
    readonly podNetwork: PodNetwork
  }
  if (nodes !== plan.nodes.length || podNetwork !== plan.podNetwork) return false
  if (plan.nodes.some(node => holderOf(node) === undefined)) return false
  return await isReady(await openCluster(plan.kubeconfig))
}

export function upFile({ folder }: ClusterPlan): string {
  return path.join(folder, 'up.json')
}

/**
 * Finds out whether this machine can carry the cluster, before anything is built.
 * @throws UnfitMachine that says why it can't
 */
export async function checkFitness(
  plan: ClusterPlan,
  wanted: readonly AdditionName[]
): Promise<void> {
  await checkMachine(plan, () => missingMaterials(plan, wanted))
  await checkPacketFilter(await nodeFolder(plan.podNetwork))
}

interface Materials {
  readonly programs: Programs
  readonly packages: string
  readonly archives: readonly string[]
  readonly cilium: CiliumPrograms | undefined
}

const nodePackages: readonly string[] = [
  ...['containerd', 'runc', 'containernetworking-plugins', 'iptables', 'nftables', 'conntrack'],
  ...['iproute2', 'ethtool', 'socat']
]

const nodeFiles: Readonly<Record<PodNetwork, DebianFolder>> = {
  ptp: { name: 'node', packages: nodePackages, on: 'machine' },
  cilium: { name: 'node-cilium', packages: [...nodePackages, ...ciliumPackages], on: 'machine' }
}

/** Debian's programs for nodes, as a folder that is laid over a node's /usr. */
export async function nodeFolder(podNetwork: PodNetwork): Promise<string> {
  return await debianFolder(nodeFiles[podNetwork])
}

/** Programs that a cluster has in its nodes and images before anything is added. */
function programsWith(podNetwork: PodNetwork): readonly ProgramName[] {
  return podNetwork === 'cilium' ? [...corePrograms, ...ciliumPrograms] : corePrograms
}

/** What the cache lacks for a cluster with these additions. Bases of images come with a node's packages. */
function missingMaterials({ podNetwork }: ClusterPlan, wanted: readonly AdditionName[]): Missing {
  return {
    modules: !areBuilt([...programsWith(podNetwork), ...programsOf(wanted)]),
    packages: !isUnpacked(nodeFiles[podNetwork])
  }
}

/** Builds and downloads what the cache lacks: minutes the first time, nothing later. */
async function prepare({ podNetwork }: ClusterPlan): Promise<Materials> {
  const packages = await nodeFolder(podNetwork)
  const programs = goPrograms(corePrograms)
  const cilium = podNetwork === 'cilium' ? goPrograms(ciliumPrograms) : undefined
  const archives = await imageArchives(images, programs)
  if (cilium) archives.push(...(await imageArchives([ciliumImage], cilium)))
  return { programs, packages, archives, cilium }
}

async function start(
  plan: ClusterPlan,
  { programs, packages, archives, cilium }: Materials,
  tell: (sentence: string) => void
): Promise<void> {
  const began = performance.now()
  const step = (what: string): void =>
    tell(`${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s  ${what}`)
  mkdirSync(plan.folder, { recursive: true, mode: 0o700 })
  await writeCertificates(plan)
  for (const node of plan.nodes) {
    makeCgroups(node)
    await openNode(node, { pause: programs.pause, packages })
  }
  await wire(plan)
  step('Namespaces are open and wired.')
  const [first] = plan.nodes as readonly [NodePlan]
  startInNode(first, 'etcd', etcdCommand(plan, programs))
  startInNode(first, 'kube-apiserver', apiServerCommand(plan, programs))
  await Promise.all(plan.nodes.map(node => startContainerd(plan, node)))
  const imported = Promise.all(plan.nodes.map(node => importImages(node, archives)))
  // A failure is met below, where it is awaited.
  imported.catch(() => {})
  for (const node of plan.nodes) startInNode(node, 'kubelet', kubeletCommand(plan, node, programs))
  const opened = await openCluster(plan.kubeconfig)
  await until('the API server is ready', 240_000, () => isReady(opened))
  step('The API server is ready.')
  // Earlier, these two would end themselves: the roles that let them read are made by the API server.
  startInNode(first, 'kube-controller-manager', controllerManagerCommand(plan, programs))
  startInNode(first, 'kube-scheduler', schedulerCommand(plan, programs))
  if (cilium) await installCiliumKinds(opened.cluster)
  await Promise.all(
    plan.nodes.map(async node => {
      await givePodRange(opened.cluster, node)
      if (cilium) await startCilium(plan, node, cilium)
      await untilNodeReady(opened.cluster, node)
    })
  )
  for (const node of plan.nodes) {
    // Not before its node is there: it would sleep for half a minute.
    startInNode(node, 'kube-proxy', kubeProxyCommand(plan, node, programs))
    if (!cilium) startInNode(node, 'netpol', netpolCommand(plan, node, programs))
  }
  step(plan.nodes.length === 1 ? 'The node is Ready.' : 'The nodes are Ready.')
  await imported
  step('Images are imported.')
  await startDns(opened.cluster, plan)
  step('CoreDNS answers.')
  if (cilium) await startCiliumClients(opened.cluster)
  await proveEnforcement(opened.cluster)
  step('NetworkPolicies are enforced in both directions, over IPv4 and IPv6.')
}

async function startContainerd(plan: ClusterPlan, node: NodePlan): Promise<void> {
  await linkPlugins(node)
  startInNode(node, 'containerd', containerdCommand(plan, node))
  await until(`containerd of ${node.name} answers`, 120_000, () => containerdAnswers(node))
}

async function isReady({ transport }: OpenedCluster): Promise<boolean> {
  const answer = await transport
    .request({ method: 'GET', path: '/readyz', timeoutMs: 3000 })
    .catch(() => undefined)
  return answer?.status === 200
}

/** The last lines of each part that wrote any, since the folder is removed. */
function lastWordsOf(plan: ClusterPlan): string {
  const parts = ['kube-apiserver', 'kubelet', 'containerd', 'kube-proxy', 'netpol', 'cilium-agent']
  const texts = plan.nodes.flatMap(node =>
    [...parts, 'namespaces'].map(part => {
      const file = path.join(node.folder, 'log', `${part}.log`)
      const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
      const worst = lines.filter(line => /^[EF]\d{4}|error|fatal|level=(error|fatal)/i.test(line))
      const shown = (worst.length > 0 ? worst : lines).slice(-3).map(line => line.slice(0, 300))
      return shown.join('') === '' ? '' : `\n-- ${node.name} ${part}:\n${shown.join('\n')}`
    })
  )
  return texts.join('')
}
