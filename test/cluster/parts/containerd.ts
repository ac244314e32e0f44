import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pauseImage } from '../images/image-list.ts'
import { runInNode } from '../machine/node-namespaces.ts'
import type { NodePlan } from './plan.ts'

/** Inside of the node, where /run is its own. */
export const containerdSocket = '/run/containerd/containerd.sock'

/** Writes the configuration of containerd and of the Pods' network, and answers the command. */
export function containerdCommand(node: NodePlan): readonly string[] {
  const at = (name: string): string => path.join(node.folder, name)
  mkdirSync(at('cni'), { recursive: true })
  writeFileSync(at('containerd.toml'), configuration(at('containerd'), at('cni')))
  writeFileSync(path.join(at('cni'), '10-pods.conflist'), JSON.stringify(podNetwork(node)))
  return ['containerd', '--config', at('containerd.toml'), '--log-level', 'warn']
}

function configuration(root: string, cni: string): string {
  return `version = 2
root = "${root}"
state = "/run/containerd"
[grpc]
  address = "${containerdSocket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  restrict_oom_score_adj = true
  stream_server_address = "127.0.0.1"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${cni}"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
`
}

/**
 * A wire per Pod and a route per address, without a bridge: what a Pod sends to its neighbour is forwarded
 * like everything else, so policies and Services hold for it without bridge filtering.
 */
function podNetwork({ pods }: NodePlan): unknown {
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
      { type: 'portmap', capabilities: { portMappings: true } }
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
  return await runInNode(node, command, { timeoutMs: 120_000 })
}
