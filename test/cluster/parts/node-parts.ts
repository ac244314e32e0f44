import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { containerdSocket } from './containerd.ts'
import { both, type Programs } from './control-plane.ts'
import type { ClusterPlan, NodePlan } from './plan.ts'

export function kubeletCommand(
  plan: ClusterPlan,
  node: NodePlan,
  { kubelet }: Programs
): readonly string[] {
  const at = (name: string): string => path.join(node.folder, name)
  const pair = path.join(plan.folder, `kubelet-${node.name}`)
  // Pods that take the node's own resolver get one that knows nothing.
  writeFileSync(at('resolv.conf'), 'nameserver 127.0.0.1\n')
  const configuration = {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: node.address.v4,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: path.join(plan.folder, 'ca.crt') }
    },
    authorization: { mode: 'Webhook' },
    tlsCertFile: `${pair}.crt`,
    tlsPrivateKeyFile: `${pair}.key`,
    clusterDomain: 'cluster.local',
    clusterDNS: [plan.dns.v4],
    resolvConf: at('resolv.conf'),
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${node.id}`,
    // Machines with cgroup v1 are refused by default; it is all that some have.
    failCgroupV1: false,
    containerRuntimeEndpoint: `unix://${containerdSocket}`,
    failSwapOn: false,
    healthzBindAddress: '127.0.0.1',
    imageGCHighThresholdPercent: 100,
    evictionHard: {
      'memory.available': '100Mi',
      'nodefs.available': '1%',
      'imagefs.available': '1%',
      'nodefs.inodesFree': '1%'
    },
    podLogsDir: '/var/log/pods',
    volumePluginDir: '/var/lib/kubelet/volume-plugins',
    serializeImagePulls: false,
    syncFrequency: '10s',
    nodeStatusUpdateFrequency: '5s'
  }
  writeFileSync(at('kubelet.json'), JSON.stringify(configuration, undefined, 2))
  return [
    kubelet,
    `--config=${at('kubelet.json')}`,
    `--kubeconfig=${pair}.kubeconfig`,
    '--root-dir=/var/lib/kubelet',
    '--cert-dir=/var/lib/kubelet/pki',
    `--hostname-override=${node.name}`,
    `--node-ip=${both(node.address)}`
  ]
}

export function kubeProxyCommand(
  plan: ClusterPlan,
  node: NodePlan,
  programs: Programs
): readonly string[] {
  const file = path.join(node.folder, 'kube-proxy.json')
  const configuration = {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'nftables',
    hostnameOverride: node.name,
    clientConnection: { kubeconfig: path.join(plan.folder, 'proxy.kubeconfig') },
    clusterCIDR: both(plan.pods),
    nodePortAddresses: ['primary'],
    // These limits belong to the machine, and a network namespace other than the first can't set them.
    conntrack: {
      maxPerCore: 0,
      min: 0,
      tcpEstablishedTimeout: '0s',
      tcpCloseWaitTimeout: '0s'
    }
  }
  writeFileSync(file, JSON.stringify(configuration, undefined, 2))
  return [programs['kube-proxy'], `--config=${file}`]
}

export function netpolCommand(
  { kubeconfig }: ClusterPlan,
  { name }: NodePlan,
  { netpol }: Programs
): readonly string[] {
  return [netpol, `--kubeconfig=${kubeconfig}`, `--node=${name}`]
}
