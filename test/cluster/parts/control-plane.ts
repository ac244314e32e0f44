import path from 'node:path'
import type { Programs as BuiltPrograms } from '../programs/go-programs.ts'
import { apiPort, type ClusterPlan, type NodePlan } from './plan.ts'

/** What every cluster runs or has in its images. */
export const corePrograms = [
  ...(['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet'] as const),
  ...(['kube-proxy', 'netpol', 'agnhost', 'coredns', 'pause', 'whoami'] as const)
]

export type Programs = BuiltPrograms<(typeof corePrograms)[number]>

/** One store without a sync to disk: a test cluster that loses power is made anew. */
export function etcdCommand({ folder, name }: ClusterPlan, { etcd }: Programs): readonly string[] {
  const [client, peer] = ['http://127.0.0.1:2379', 'http://127.0.0.1:2380']
  return [
    etcd,
    `--name=${name}`,
    `--data-dir=${path.join(folder, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=${name}=${peer}`,
    '--unsafe-no-fsync',
    '--log-level=warn'
  ]
}

export function apiServerCommand(plan: ClusterPlan, programs: Programs): readonly string[] {
  const file = (name: string): string => path.join(plan.folder, name)
  const [{ address }] = plan.nodes as readonly [NodePlan]
  return [
    programs['kube-apiserver'],
    '--etcd-servers=http://127.0.0.1:2379',
    `--bind-address=${address.v4}`,
    `--advertise-address=${address.v4}`,
    `--secure-port=${apiPort}`,
    `--service-cluster-ip-range=${both(plan.services)}`,
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    '--allow-privileged=true',
    `--client-ca-file=${file('ca.crt')}`,
    `--tls-cert-file=${file('apiserver.crt')}`,
    `--tls-private-key-file=${file('apiserver.key')}`,
    `--kubelet-certificate-authority=${file('ca.crt')}`,
    `--kubelet-client-certificate=${file('apiserver-kubelet-client.crt')}`,
    `--kubelet-client-key=${file('apiserver-kubelet-client.key')}`,
    '--kubelet-preferred-address-types=InternalIP',
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${file('service-accounts.pub')}`,
    `--service-account-signing-key-file=${file('service-accounts.key')}`,
    `--requestheader-client-ca-file=${file('front-proxy-ca.crt')}`,
    '--requestheader-allowed-names=front-proxy-client',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-username-headers=X-Remote-User',
    `--proxy-client-cert-file=${file('front-proxy-client.crt')}`,
    `--proxy-client-key-file=${file('front-proxy-client.key')}`,
    '--enable-aggregator-routing=true',
    '--profiling=false'
  ]
}

export function controllerManagerCommand(plan: ClusterPlan, programs: Programs): readonly string[] {
  const file = (name: string): string => path.join(plan.folder, name)
  return [
    programs['kube-controller-manager'],
    ...asUser(file('controller-manager.kubeconfig')),
    `--root-ca-file=${file('ca.crt')}`,
    `--cluster-signing-cert-file=${file('ca.crt')}`,
    `--cluster-signing-key-file=${file('ca.key')}`,
    `--service-account-private-key-file=${file('service-accounts.key')}`,
    '--use-service-account-credentials',
    // The plan says which node has which range of Pods.
    '--allocate-node-cidrs=false',
    `--service-cluster-ip-range=${both(plan.services)}`,
    // Its own default is a folder that nodes have read-only.
    '--flex-volume-plugin-dir=/var/lib/kubelet/volume-plugins',
    `--cluster-name=${plan.name}`
  ]
}

export function schedulerCommand({ folder }: ClusterPlan, programs: Programs): readonly string[] {
  return [programs['kube-scheduler'], ...asUser(path.join(folder, 'scheduler.kubeconfig'))]
}

/** There is one of each, so nobody has to be elected. */
function asUser(kubeconfig: string): readonly string[] {
  return [
    `--kubeconfig=${kubeconfig}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
    '--leader-elect=false',
    '--bind-address=127.0.0.1'
  ]
}

export function both({ v4, v6 }: { readonly v4: string; readonly v6: string }): string {
  return `${v4},${v6}`
}
