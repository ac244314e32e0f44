import { buildGo, type GoProgram } from '../../../scripts/build-go.ts'

const kubernetes = (name: string, target = `k8s.io/kubernetes/cmd/${name}`): GoProgram => ({
  module: 'kubernetes',
  name,
  target
})

const programs = {
  etcd: { module: 'etcd', name: 'etcd', target: 'go.etcd.io/etcd/server/v3' },
  'kube-apiserver': kubernetes('kube-apiserver'),
  'kube-controller-manager': kubernetes('kube-controller-manager'),
  'kube-scheduler': kubernetes('kube-scheduler'),
  kubelet: kubernetes('kubelet'),
  'kube-proxy': kubernetes('kube-proxy'),
  agnhost: kubernetes('agnhost', 'k8s.io/kubernetes/test/images/agnhost'),
  netpol: { module: 'netpol', name: 'netpol', target: '.' },
  coredns: { module: 'coredns', name: 'coredns', target: '.' },
  pause: { module: 'small', name: 'pause', target: './pause' },
  whoami: { module: 'small', name: 'whoami', target: './whoami' }
} as const satisfies Readonly<Record<string, GoProgram>>

export type ProgramName = keyof typeof programs

/** Builds what is missing, one after the other since each uses all cores; answers the path of each program. */
export function goPrograms(): Readonly<Record<ProgramName, string>> {
  const paths = Object.entries(programs).map(([name, program]) => [name, buildGo(program)] as const)
  return Object.fromEntries(paths) as Record<ProgramName, string>
}
