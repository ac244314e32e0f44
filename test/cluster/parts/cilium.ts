import { globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Cluster } from '../../../src/cluster/cluster.ts'
import type { ImageRecipe } from '../images/image-list.ts'
import { projectRoot } from '../machine/folders.ts'
import { runInNode, startInNode } from '../machine/node-namespaces.ts'
import { until } from '../machine/until.ts'
import { moduleFolder, type Programs } from '../programs/go-programs.ts'
import { pluginFolder } from './containerd.ts'
import { applyAll, readObjects, untilRolledOut } from './objects.ts'
import { apiPort, type ClusterPlan, type NodePlan } from './plan.ts'

/**
 * Cilium as the network of Pods and the enforcer of their policies. There is no operator, so Pod ranges are
 * Kubernetes' own and identities are never collected; there is no Envoy, so rules of layer 7 are refused.
 * kube-proxy stays, and nothing is attached to control groups, which belong to the whole machine.
 */
export const ciliumPrograms = ['cilium-agent', 'cilium-cni', 'cilium-dbg', 'hubble'] as const

export type CiliumPrograms = Programs<(typeof ciliumPrograms)[number]>

/** Debian's packages that compile what goes into the kernel, on each node when it starts. */
export const ciliumPackages = ['clang-19', 'llvm-19', 'kmod'] as const

/** What Hubble and Cilium are asked with. */
export const ciliumImage: ImageRecipe = {
  file: 'cilium',
  names: ['quay.io/cilium/cilium:v1.20.2'],
  base: 'tools',
  programs: { '/usr/bin/hubble': 'hubble', '/usr/bin/cilium-dbg': 'cilium-dbg' }
}

/** Puts Pods with the programs that ask Hubble and Cilium where the agent's own would be. */
export async function startCiliumClients(cluster: Cluster): Promise<void> {
  const file = path.join(projectRoot, 'test/cluster/manifests/cilium.yaml')
  await applyAll(cluster, readObjects(readFileSync(file, 'utf8')))
  await untilRolledOut(cluster, 'kube-system', 'cilium', 240_000)
}

/** Installs the kinds that the agent waits for; the operator does that elsewhere. */
export async function installCiliumKinds(cluster: Cluster): Promise<void> {
  const folder = path.join(source(), 'pkg/k8s/apis/cilium.io/client/crds')
  for (const file of globSync('*/*.yaml', { cwd: folder }).sort())
    await applyAll(cluster, readObjects(readFileSync(path.join(folder, file), 'utf8')))
}

function source(): string {
  return moduleFolder('cilium-agent', 'github.com/cilium/cilium')
}

/** Starts the agent of a node, and waits until it has told containerd how Pods are connected. */
export async function startCilium(
  plan: ClusterPlan,
  node: NodePlan,
  programs: CiliumPrograms
): Promise<void> {
  const folder = path.join(node.folder, 'cilium')
  for (const name of ['bin', 'lib']) mkdirSync(path.join(folder, name), { recursive: true })
  const links = {
    'lib/bpf': path.join(source(), 'bpf'),
    'bin/clang': '/usr/bin/clang-19',
    'bin/llc': '/usr/bin/llc-19',
    'bin/cilium-dbg': programs['cilium-dbg']
  }
  for (const [link, to] of Object.entries(links)) symlinkSync(to, path.join(folder, link))
  symlinkSync(programs['cilium-cni'], path.join(pluginFolder(node), 'cilium-cni'))
  await runInNode(node, ['sh', '-ec', 'mkdir -p /run/cilium; mount -t bpf bpf /sys/fs/bpf'])
  const configuration = path.join(node.folder, 'cni', '05-cilium.conflist')
  startInNode(node, 'cilium-agent', [
    'env',
    `PATH=${path.join(folder, 'bin')}:/usr/sbin:/usr/bin`,
    `K8S_NODE_NAME=${node.name}`,
    `KUBERNETES_SERVICE_HOST=${plan.nodes[0]?.address.v4 ?? ''}`,
    `KUBERNETES_SERVICE_PORT=${apiPort}`,
    programs['cilium-agent'],
    ...agentFlags(plan, node, path.join(folder, 'lib')),
    `--write-cni-conf-when-ready=${configuration}`,
    `--cni-log-file=${path.join(node.folder, 'log', 'cilium-cni.log')}`
  ])
  let text = ''
  await until(`the Cilium agent of ${node.name} is ready`, 240_000, () => {
    text = readText(configuration)
    return Promise.resolve(text !== '')
  })
  // containerd 1.6 does not notice the rename by which the agent writes it.
  writeFileSync(configuration, text)
}

function agentFlags(plan: ClusterPlan, node: NodePlan, library: string): readonly string[] {
  return [
    `--k8s-kubeconfig-path=${plan.kubeconfig}`,
    `--lib-dir=${library}`,
    '--state-dir=/run/cilium',
    '--ipam=kubernetes',
    '--identity-allocation-mode=crd',
    '--routing-mode=native',
    `--ipv4-native-routing-cidr=${plan.pods.v4}`,
    `--ipv6-native-routing-cidr=${plan.pods.v6}`,
    '--enable-ipv4=true',
    '--enable-ipv6=true',
    '--enable-ipv4-masquerade=false',
    '--enable-ipv6-masquerade=false',
    '--kube-proxy-replacement=false',
    '--bpf-lb-sock=false',
    '--enable-l7-proxy=false',
    `--devices=${devicesOf(plan, node).join()}`,
    `--cluster-name=${plan.name}`,
    '--enable-hubble=true',
    '--hubble-disable-tls=true',
    '--hubble-listen-address=:4244',
    '--enable-policy=default',
    '--gops-port=0',
    '--enable-health-checking=false',
    '--enable-endpoint-health-checking=false'
  ]
}

/** The wires that packets of Pods come and go by: the first node has those to all others and to the outside. */
function devicesOf({ nodes }: ClusterPlan, node: NodePlan): readonly string[] {
  if (node.index > 0) return ['eth0']
  return ['eth0', 'outside', ...nodes.slice(1).map(({ name }) => name)]
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
