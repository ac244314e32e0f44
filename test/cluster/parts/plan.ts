import path from 'node:path'
import { clustersFolder } from '../machine/folders.ts'

/** What connects Pods and enforces their policies: plugins of Debian with an agent of ours, or Cilium. */
export type PodNetwork = 'ptp' | 'cilium'

export const podNetworks: readonly PodNetwork[] = ['ptp', 'cilium']

/** Addresses and names of one cluster. They follow from its number, so that several live side by side. */
export interface ClusterPlan {
  /** 1 to 9. */
  readonly number: number
  /** Also the name of the kubeconfig's context. */
  readonly name: string
  readonly folder: string
  readonly kubeconfig: string
  /** The only range that this machine itself gets a route for: its wire to the first node. */
  readonly wire: { readonly host4: string; readonly host6: string; readonly interface: string }
  readonly pods: Families
  readonly services: Families
  readonly apiService: Families
  readonly dns: Families
  /** Clients outside of the cluster live here, and everything that leaves the cluster ends here. */
  readonly outside: {
    readonly namespace: string
    readonly address: Families
    readonly gateway: Families
    /** The wire to the outside, on which MetalLB hands addresses out. */
    readonly range: Families
    /** Addresses that only a route leads to, since they are on no wire. */
    readonly routed: string
  }
  readonly nodes: readonly NodePlan[]
  /** Where the addresses of all nodes are. */
  readonly nodeRange: Families
  readonly podNetwork: PodNetwork
}

export interface Families {
  readonly v4: string
  readonly v6: string
}

export interface NodePlan {
  readonly index: number
  readonly name: string
  /** Network namespace, cgroup and interface prefix. */
  readonly id: string
  readonly folder: string
  readonly address: Families
  /** The other end of the node's wire. */
  readonly gateway: Families
  readonly pods: Families
}

export const apiPort = 6443

export function planCluster(
  number: number,
  nodes: number,
  podNetwork: PodNetwork = 'ptp'
): ClusterPlan {
  const name = `netlabs-${number}`
  const folder = path.join(clustersFolder, name)
  const plannedNodes = Array.from({ length: nodes }, (_, i) => planNode(number, i, name, folder))
  const first = planNode(number, 0, name, folder)
  return {
    number,
    name,
    folder,
    kubeconfig: path.join(folder, 'admin.kubeconfig'),
    wire: { host4: first.gateway.v4, host6: first.gateway.v6, interface: `netlabs${number}` },
    pods: { v4: `10.24${number}.0.0/16`, v6: `fd00:24${number}::/56` },
    services: { v4: `10.9${number}.0.0/16`, v6: `fd00:9${number}::/112` },
    apiService: { v4: `10.9${number}.0.1`, v6: `fd00:9${number}::1` },
    dns: { v4: `10.9${number}.0.10`, v6: `fd00:9${number}::a` },
    outside: {
      namespace: `${name}-outside`,
      address: { v4: `10.20${number}.0.100`, v6: `fd00:20${number}::100` },
      gateway: { v4: `10.20${number}.0.1`, v6: `fd00:20${number}::1` },
      range: { v4: `10.20${number}.0.0/24`, v6: `fd00:20${number}::/64` },
      routed: `10.21${number}.0.0/24`
    },
    nodes: plannedNodes,
    nodeRange: { v4: `10.200.${number}.0/24`, v6: `fd00:200:${number}::/48` },
    podNetwork
  }
}

function planNode(number: number, index: number, cluster: string, folder: string): NodePlan {
  const name = `node${index + 1}`
  return {
    index,
    name,
    id: `${cluster}-${name}`,
    folder: path.join(folder, name),
    gateway: { v4: `10.200.${number}.${4 * index + 1}`, v6: `fd00:200:${number}:${index}::1` },
    address: { v4: `10.200.${number}.${4 * index + 2}`, v6: `fd00:200:${number}:${index}::2` },
    pods: { v4: `10.24${number}.${index}.0/24`, v6: `fd00:24${number}:0:${index}::/64` }
  }
}
