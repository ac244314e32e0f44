import { buildGo, goModuleFolder, isBuilt, type GoProgram } from '../../../scripts/build-go.ts'

const kubernetes = (name: string, target = `k8s.io/kubernetes/cmd/${name}`): GoProgram => ({
  module: 'kubernetes',
  name,
  target
})

const metallb = (name: string): GoProgram => ({
  module: 'metallb',
  name: `metallb-${name}`,
  target: `go.universe.tf/metallb/${name}`
})

const cilium = (name: string, folder = name): GoProgram => ({
  module: 'cilium',
  name,
  target: `github.com/cilium/cilium/${folder}`
})

const istio = (name: string, target: string): GoProgram => ({ module: 'istio', name, target })

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
  whoami: { module: 'small', name: 'whoami', target: './whoami' },
  'metallb-controller': metallb('controller'),
  'metallb-speaker': metallb('speaker'),
  'external-dns': {
    module: 'external-dns',
    name: 'external-dns',
    target: '.',
    patches: [
      {
        module: 'sigs.k8s.io/external-dns@v0.21.0',
        folder: 'external-dns',
        // What brings the libraries of every cloud along.
        without: ['controller/execute.go', 'provider/factory', 'registry/factory']
      }
    ]
  },
  prometheus: {
    module: 'prometheus',
    name: 'prometheus',
    target: 'github.com/prometheus/prometheus/cmd/prometheus',
    // Of the places where targets can be looked up, only Kubernetes, without the libraries of clouds.
    tags: ['remove_all_sd', 'enable_kubernetes_sd']
  },
  'pilot-discovery': istio('pilot-discovery', 'istio.io/istio/pilot/cmd/pilot-discovery'),
  'pilot-agent': istio('pilot-agent', 'istio.io/istio/pilot/cmd/pilot-agent'),
  'istio-render': istio('istio-render', './render'),
  kind: { module: 'kind', name: 'kind', target: 'sigs.k8s.io/kind' },
  promql: { module: 'promql', name: 'promql', target: '.' },
  'istio-rules': { module: 'istio-rules', name: 'istio-rules', target: '.' },
  'cilium-agent': cilium('cilium-agent', 'daemon'),
  'cilium-cni': cilium('cilium-cni', 'plugins/cilium-cni'),
  'cilium-dbg': cilium('cilium-dbg'),
  hubble: cilium('hubble'),
  multus: { module: 'multus', name: 'multus', target: '.' },
  mcs: { module: 'mcs', name: 'mcs', target: '.' },
  traefik: {
    module: 'traefik',
    name: 'traefik',
    target: 'github.com/traefik/traefik/v3/cmd/traefik',
    patches: [
      {
        module: 'github.com/go-acme/lego/v5@v5.4.1',
        folder: 'lego',
        without: ['providers/dns', 'cmd', 'e2e']
      },
      { module: 'github.com/abbot/go-http-auth@v0.4.0', folder: 'goauth', without: ['examples'] }
    ]
  }
} as const satisfies Readonly<Record<string, GoProgram>>

export type ProgramName = keyof typeof programs

/** Paths of programs by their names. */
export type Programs<Name extends ProgramName = ProgramName> = Readonly<Record<Name, string>>

/** Builds what is missing, one after the other since each uses all cores. */
export function goPrograms<Name extends ProgramName>(names: readonly Name[]): Programs<Name> {
  const paths = names.map(name => [name, buildGo(programs[name])] as const)
  return Object.fromEntries(paths) as Record<Name, string>
}

/** Whether `goPrograms` would answer at once. */
export function areBuilt(names: readonly ProgramName[]): boolean {
  return names.every(name => isBuilt(programs[name]))
}

/** The folder of a module that a program is built from, which holds its manifests too. */
export function moduleFolder(program: ProgramName, module: string): string {
  return goModuleFolder(programs[program].module, module)
}
