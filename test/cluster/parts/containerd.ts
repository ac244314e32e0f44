import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pauseImage } from '../images/image-list.ts'
import { runInNode } from '../machine/node-namespaces.ts'
import type { ClusterPlan, NodePlan } from './plan.ts'

/** Inside of the node, where /run is its own. */
export const containerdSocket = '/run/containerd/containerd.sock'

/** Writes the configuration of containerd and of the Pods' network, and answers the command. */
export function containerdCommand({ podNetwork }: ClusterPlan, node: NodePlan): readonly string[] {
  const at = (name: string): string => path.join(node.folder, name)
  mkdirSync(at('cni'), { recursive: true })
  writeFileSync(at('containerd.toml'), configuration(node))
  // Cilium's agent writes its own when it is ready.
  if (podNetwork === 'ptp') writePodNetwork(node)
  return ['containerd', '--config', at('containerd.toml'), '--log-level', 'warn']
}

function configuration(node: NodePlan): string {
  const at = (name: string): string => path.join(node.folder, name)
  return `version = 2
root = "${at('containerd')}"
state = "/run/containerd"
[grpc]
  address = "${containerdSocket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  restrict_oom_score_adj = true
  stream_server_address = "127.0.0.1"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${pluginFolder(node)}"
    conf_dir = "${at('cni')}"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
`
}

/** Debian's plugins, and those that additions put beside them. */
export function pluginFolder(node: NodePlan): string {
  return path.join(node.folder, 'cni-plugins')
}

/** Puts links to Debian's plugins into the folder, since the one where they are can't be written to. */
export async function linkPlugins(node: NodePlan): Promise<void> {
  const folder = pluginFolder(node)
  mkdirSync(folder, { recursive: true })
  await runInNode(node, ['sh', '-ec', `ln -sf /usr/lib/cni/* ${folder}/`])
}

/** Writes the chain of plugins that makes a Pod's network; containerd takes a new one up by itself. */
export function writePodNetwork(node: NodePlan, further: readonly unknown[] = []): void {
  const file = path.join(node.folder, 'cni', '10-pods.conflist')
  writeFileSync(file, JSON.stringify(podNetwork(node, further)))
}

/**
 * A wire per Pod and a route per address, without a bridge: what a Pod sends to its neighbour is forwarded
 * like everything else, so policies and Services hold for it without bridge filtering.
 */
function podNetwork({ pods }: NodePlan, further: readonly unknown[]): unknown {
  return {
    cniVersion: '1.0.0',
    name: 'pods',
    plugins: [
      {
        type: 'ptp',
        ipMasq: false,
        ipam: {
          type: 'host-local',
          dataDir: '/run/cni-addresses',
          ranges: [[{ subnet: pods.v4 }], [{ subnet: pods.v6 }]],
          routes: [{ dst: '0.0.0.0/0' }, { dst: '::/0' }]
        }
      },
      { type: 'portmap', capabilities: { portMappings: true } },
      ...further
    ]
  }
}

export async function containerdAnswers(node: NodePlan): Promise<boolean> {
  return await ctr(node, ['version']).then(
    () => true,
    () => false
  )
}

/** One after another: archives use the same names for their layers, and imports at once block each other. */
export async function importImages(node: NodePlan, archives: readonly string[]): Promise<void> {
  for (const archive of archives) await ctr(node, ['images', 'import', archive])
}

async function ctr(node: NodePlan, args: readonly string[]): Promise<string> {
  const command = ['ctr', '--address', containerdSocket, '--namespace', 'k8s.io', ...args]
  return await runInNode(node, command, { timeoutMs: 600_000 })
}
