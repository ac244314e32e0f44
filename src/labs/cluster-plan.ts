import type { Capability } from './lab-definition.generated.ts'

export const providers = ['kind', 'minikube', 'k3d'] as const
export type Provider = (typeof providers)[number]

export function isProvider(name: string): name is Provider {
  return providers.some(one => one === name)
}

/** What a disposable cluster is to be like. */
export interface ClusterWishes {
  /** Addresses of both families. */
  readonly dualStack: boolean
  /** No network plugin, so that one can be installed. */
  readonly noNetwork: boolean
  /** A second one beside it, whose ranges of addresses don't overlap. */
  readonly second: boolean
  /** Its load balancer is MetalLB, so one that comes with the cluster has to be off. */
  readonly ownBalancer?: boolean
}

/** A file that a command reads. */
export interface PlannedFile {
  readonly name: string
  readonly text: string
}

export interface ClusterPlan {
  /** Contexts that the commands add to the kubeconfig. */
  readonly contexts: readonly string[]
  readonly files: readonly PlannedFile[]
  /** In their order. `FILE:name` stands for the path of one of the files. */
  readonly commands: readonly string[]
}

export const firstCluster = 'netlabs'
export const secondCluster = 'netlabs-two'

/** What a lab asks of the cluster when it is made; everything else is installed afterwards. */
export function wishesOf(capabilities: readonly Capability[]): ClusterWishes {
  const has = (...wanted: readonly Capability[]): boolean =>
    wanted.some(one => capabilities.includes(one))
  return {
    dualStack: has('dual-stack'),
    noNetwork: has('cilium', 'hubble'),
    second: has('two-clusters', 'mcs'),
    ...(has('metallb') && { ownBalancer: true })
  }
}

/** Why a provider can't make such a cluster, as a sentence; undefined when it can. */
export function providerLimit(
  provider: Provider,
  { dualStack }: ClusterWishes
): string | undefined {
  if (!dualStack || provider === 'kind') return undefined
  return provider === 'minikube'
    ? 'minikube makes no cluster with addresses of both families; kind does.'
    : 'k3d makes none with addresses of both families unless its Docker network is made by hand; kind does.'
}

export function creationPlan(provider: Provider, wishes: ClusterWishes): ClusterPlan {
  const names = wishes.second ? [firstCluster, secondCluster] : [firstCluster]
  const parts = names.map((name, i) => plans[provider](name, i, wishes))
  return {
    contexts: parts.flatMap(({ contexts }) => contexts),
    files: parts.flatMap(({ files }) => files),
    commands: parts.flatMap(({ commands }) => commands)
  }
}

/** Shows what there is, and changes nothing. */
export function showCommands(provider: Provider): readonly string[] {
  const context = contextOf(provider, firstCluster)
  const list = {
    kind: 'kind get clusters',
    minikube: 'minikube profile list',
    k3d: 'k3d cluster list'
  }[provider]
  return [list, `kubectl --context ${context} get nodes -o wide`]
}

export function deletionCommands(provider: Provider): readonly string[] {
  const names = [firstCluster, secondCluster]
  switch (provider) {
    case 'kind':
      return names.map(name => `kind delete cluster --name ${name}`)
    case 'minikube':
      return names.map(name => `minikube delete --profile ${name}`)
    case 'k3d':
      return [`k3d cluster delete ${names.join(' ')}`]
  }
}

export function contextOf(provider: Provider, name: string): string {
  return provider === 'minikube' ? name : `${provider}-${name}`
}

type Planned = (name: string, place: number, wishes: ClusterWishes) => ClusterPlan

const plans: Readonly<Record<Provider, Planned>> = {
  kind(name, place, wishes) {
    const file = `${name}.yaml`
    return {
      contexts: [contextOf('kind', name)],
      files: [{ name: file, text: kindConfig(name, place, wishes) }],
      commands: [`kind create cluster --config FILE:${file}`]
    }
  },
  minikube(name, place, { noNetwork }) {
    // kindnet, minikube's own choice, does not enforce NetworkPolicies in every version; Calico does.
    const cni = noNetwork ? 'false' : 'calico'
    const services = `--service-cluster-ip-range=10.9${6 + place}.0.0/16`
    const pods = `--extra-config=kubeadm.pod-network-cidr=10.24${4 + place}.0.0/16`
    return {
      contexts: [contextOf('minikube', name)],
      files: [],
      commands: [`minikube start --profile ${name} --nodes 2 --cni=${cni} ${services} ${pods}`]
    }
  },
  k3d(name, place, { noNetwork, ownBalancer = false }) {
    const server = [
      `--cluster-cidr=10.4${2 + 2 * place}.0.0/16`,
      `--service-cidr=10.4${3 + 2 * place}.0.0/16`,
      // The labs bring Traefik themselves, with the Gateway API switched on.
      '--disable=traefik',
      ...(ownBalancer ? ['--disable=servicelb'] : []),
      ...(noNetwork ? ['--flannel-backend=none', '--disable-network-policy'] : [])
    ]
    return {
      contexts: [contextOf('k3d', name)],
      files: [],
      commands: [
        [
          'k3d cluster create',
          name,
          '--agents 1',
          ...server.map(arg => `--k3s-arg "${arg}@server:*"`)
        ].join(' ')
      ]
    }
  }
}

/** Ranges of two clusters must not overlap, or no packet finds its way from one to the other. */
function kindConfig(name: string, place: number, { dualStack, noNetwork }: ClusterWishes): string {
  const pods = [`10.24${4 + place}.0.0/16`, ...(dualStack ? [`fd00:10:24${4 + place}::/56`] : [])]
  const services = [
    `10.9${6 + place}.0.0/16`,
    ...(dualStack ? [`fd00:10:9${6 + place}::/112`] : [])
  ]
  return [
    'kind: Cluster',
    'apiVersion: kind.x-k8s.io/v1alpha4',
    `name: ${name}`,
    'networking:',
    ...(dualStack ? ['  ipFamily: dual'] : []),
    ...(noNetwork ? ['  disableDefaultCNI: true'] : []),
    `  podSubnet: "${pods.join(',')}"`,
    `  serviceSubnet: "${services.join(',')}"`,
    'nodes:',
    '  - role: control-plane',
    '  - role: worker',
    ''
  ].join('\n')
}
