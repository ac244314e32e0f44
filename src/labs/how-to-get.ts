import type { Capability } from './lab-definition.generated.ts'
import { versions } from './versions.ts'

/** How a capability is named in a sentence, and how a cluster comes by it. */
export interface CapabilityWords {
  /** Goes on after "This needs". */
  readonly needs: string
  /** What to do, as a sentence. */
  readonly advice: string
  /** Commands that bring it, in their order; a person runs them. */
  readonly commands?: readonly string[]
}

const kind = 'kind create cluster --name netlabs'
const kindWith = (config: string): string =>
  `printf 'kind: Cluster\\napiVersion: kind.x-k8s.io/v1alpha4\\n${config}\\n' | ${kind} --config -`
const helm = (name: string, repo: string, version: string, more = ''): string =>
  `helm install ${name} ${name} --repo ${repo} --version ${version} --namespace ${name} --create-namespace${more}`
const gatewayCrds = `kubectl apply --server-side -f https://github.com/kubernetes-sigs/gateway-api/releases/download/v${versions.gatewayApi.version}/standard-install.yaml`
/**
 * A listener has to be at the port of an entry point, and the Gateways of the labs listen at 80 where the chart says
 * 8000 (its values.yaml). Its own Gateway listens at 8000 and would never be ready, so it is left out.
 */
const traefik = helm(
  'traefik',
  'https://traefik.github.io/charts',
  versions.traefikChart.version,
  ' --set providers.kubernetesGateway.enabled=true --set gateway.enabled=false --set ports.web.port=80'
)
const metallb = `kubectl apply -f https://raw.githubusercontent.com/metallb/metallb/v${versions.metallb.version}/config/manifests/metallb-native.yaml`
const ownCni = kindWith('networking: {disableDefaultCNI: true}')
const cilium = `cilium install --version ${versions.cilium.version}`

/** One cluster on the own machine carries most labs; what it lacks is installed by these commands. */
export const capabilityWords: Readonly<Record<Capability, CapabilityWords>> = {
  exec: {
    needs: 'the right to run commands in Pods',
    advice: 'Ask for a Role that allows get and create on pods/exec, or choose another context.'
  },
  'network-policy': {
    needs: 'a network plugin that enforces NetworkPolicies',
    advice:
      'A cluster made with kind enforces them from its version 0.24 on; with minikube choose Calico.',
    commands: [kind, 'minikube start --cni calico']
  },
  'dual-stack': {
    needs: 'addresses of both families, IPv4 and IPv6',
    advice: 'Two families are chosen when a cluster is made.',
    commands: [kindWith('networking: {ipFamily: dual}')]
  },
  'load-balancer': {
    needs: 'a controller that gives LoadBalancer Services an address',
    advice:
      'Install MetalLB and give it a pool of addresses of the nodes’ own network; k3d has such a controller built in.',
    commands: [metallb, 'k3d cluster create netlabs']
  },
  'gateway-api': {
    needs: 'the Gateway API and a controller that serves it',
    advice: 'Install its definitions, then a controller such as Traefik.',
    commands: [gatewayCrds, traefik]
  },
  ingress: {
    needs: 'an Ingress controller',
    advice: 'Install one such as Traefik; minikube has an addon.',
    commands: [traefik, 'minikube addons enable ingress']
  },
  traefik: {
    needs: 'Traefik',
    advice: 'Install it by its chart.',
    commands: [gatewayCrds, traefik]
  },
  metallb: {
    needs: 'MetalLB',
    advice: 'Install it by its manifest.',
    commands: [metallb]
  },
  istio: {
    needs: 'Istio',
    advice: `Install it with istioctl ${versions.istio.version}.`,
    commands: ['istioctl install --set profile=minimal']
  },
  linkerd: {
    needs: 'Linkerd',
    advice: `Install it with the linkerd command of ${versions.linkerd.version}.`,
    commands: [
      'linkerd install --crds | kubectl apply -f -',
      'linkerd install | kubectl apply -f -'
    ]
  },
  cilium: {
    needs: 'Cilium as the network plugin',
    advice: 'Make a cluster without a network plugin, then install Cilium into it.',
    commands: [ownCni, cilium]
  },
  hubble: {
    needs: 'Hubble, which is a part of Cilium',
    advice: 'Switch it on in a cluster that runs Cilium.',
    commands: ['cilium hubble enable --ui']
  },
  multus: {
    needs: 'Multus',
    advice: 'Install it by its manifest, beside a network plugin.',
    commands: [
      `kubectl apply -f https://raw.githubusercontent.com/k8snetworkplumbingwg/multus-cni/v${versions.multus.version}/deployments/multus-daemonset-thick.yml`
    ]
  },
  'external-dns': {
    needs: 'ExternalDNS',
    advice: 'Install it by its chart and tell it your DNS server.',
    commands: [
      helm(
        'external-dns',
        'https://kubernetes-sigs.github.io/external-dns',
        versions.externalDnsChart.version
      )
    ]
  },
  prometheus: {
    needs: 'Prometheus',
    advice: 'Install it by the chart kube-prometheus-stack.',
    commands: [
      helm(
        'kube-prometheus-stack',
        'https://prometheus-community.github.io/helm-charts',
        versions.prometheusStackChart.version
      )
    ]
  },
  'two-clusters': {
    needs: 'a second cluster',
    advice: 'Make one and choose its context as the second one.',
    commands: [`${kind}-two`]
  },
  'joined-meshes': {
    needs: 'a mesh that spans both clusters',
    advice:
      'In both clusters: give Istio the same root certificate (Secret cacerts) and a network of its own, install an east-west gateway, and let each read the other’s endpoints (istioctl create-remote-secret). https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/ goes through it, and “netlabs lab cluster mesh-across-clusters” prints every command for kind.'
  },
  mcs: {
    needs: 'the Multi-Cluster Services API',
    advice:
      'Install its definitions and a controller that serves them, such as that of Cilium or Submariner.',
    commands: ['serviceexports', 'serviceimports'].map(
      kinds =>
        `kubectl apply -f https://raw.githubusercontent.com/kubernetes-sigs/mcs-api/v${versions.mcsApi.version}/config/crd/multicluster.x-k8s.io_${kinds}.yaml`
    )
  },
  'ephemeral-containers': {
    needs: 'the right to add a container to a running Pod',
    advice:
      'Ask for a Role that allows patch on pods/ephemeralcontainers, or choose another context.'
  },
  'node-access': {
    needs: 'Pods in the network of a node',
    advice:
      'Choose a context whose rights and Pod Security allow hostNetwork, such as a cluster of your own.',
    commands: [kind]
  },
  'pod-security': {
    needs: 'Pod Security Admission',
    advice: 'It is on in every cluster unless somebody has switched it off. Choose another one.',
    commands: [kind]
  },
  'real-network': {
    needs: 'packets that are really sent',
    advice: 'Verify it on a cluster of your own.',
    commands: [kind]
  }
}

/** What to do to get one capability, with the commands in one line. */
export function howToGet(capability: Capability): string {
  const { advice, commands = [] } = capabilityWords[capability]
  return sentenceWith(advice, commands)
}

/** The same with the commands of a cluster that has everything that a lab needs. */
export function howToGetAll(lab: string, needed: readonly Capability[]): string {
  return sentenceWith(adviceFor(lab, needed), clusterFor(needed))
}

/**
 * What to do about a capability that a cluster lacks. Nothing can be installed into the practice cluster, and what
 * a cluster has from its making comes with another one alone.
 */
export function howToBring(
  capability: Capability,
  {
    simulated,
    lab
  }: {
    readonly simulated: boolean
    readonly lab: { readonly id: string; readonly needs: readonly Capability[] }
  }
): string {
  return simulated || ofTheMaking.includes(capability)
    ? howToGetAll(lab.id, lab.needs)
    : howToGet(capability)
}

function sentenceWith(advice: string, commands: readonly string[]): string {
  return [advice, ...commands.map(command => `\`${command}\``)].join(' ')
}

/** What a cluster has from its making, or not at all. */
export const ofTheMaking: readonly Capability[] = [
  'real-network',
  'dual-stack',
  'two-clusters',
  'cilium'
]

function adviceFor(lab: string, needed: readonly Capability[]): string {
  const where = hasTwo(needed)
    ? 'Make two clusters for this lab with kind, and verify it there with kind-netlabs as the context and kind-netlabs-two as the second one. The second one needs the same programs.'
    : 'Make a cluster for this lab with kind, and verify it there, in the context kind-netlabs.'
  // No command brings it, so it is said.
  const more = needed.includes('joined-meshes') ? ` ${capabilityWords['joined-meshes'].advice}` : ''
  return more === ''
    ? `${where} “netlabs lab cluster ${lab}” says the same for minikube and k3d.`
    : `${where}${more}`
}

function hasTwo(needed: readonly Capability[]): boolean {
  return needed.includes('two-clusters') || needed.includes('mcs')
}

/** The commands that make a cluster for a lab with kind, and install what the lab needs into it. */
export function clusterFor(needed: readonly Capability[]): readonly string[] {
  const networking = (place: number): string => {
    const isDual = needed.includes('dual-stack')
    const ranges = (v4: string, v6: string): string => `"${v4}${isDual ? `,${v6}` : ''}"`
    const fields = [
      ...(isDual ? ['ipFamily: dual'] : []),
      ...(bringsNetwork(needed) ? ['disableDefaultCNI: true'] : []),
      // Ranges of two clusters must not overlap, or no packet finds its way from one to the other.
      ...(place > 0
        ? [
            `podSubnet: ${ranges('10.245.0.0/16', 'fd00:10:245::/56')}`,
            `serviceSubnet: ${ranges('10.97.0.0/16', 'fd00:10:97::/112')}`
          ]
        : [])
    ]
    return fields.length === 0 ? '' : `networking: {${fields.join(', ')}}`
  }
  const make = (place: number): string => {
    const config = networking(place)
    const command = config === '' ? kind : kindWith(config)
    return place === 0 ? command : command.replace('--name netlabs', '--name netlabs-two')
  }
  // kind makes its newest cluster the current context, and the programs are to go into the first one.
  return [...new Set([...(hasTwo(needed) ? [make(1)] : []), make(0), ...installsFor(needed)])]
}

/** The commands that install what a lab needs into a cluster that is there, each once. */
export function installsFor(needed: readonly Capability[]): readonly string[] {
  const commands = installOrder
    .filter(one => needed.includes(one) || (one === 'cilium' && needed.includes('hubble')))
    .flatMap(one => capabilityWords[one].commands ?? [])
    .filter(runsInACluster)
  return [...new Set(commands)]
}

function bringsNetwork(needed: readonly Capability[]): boolean {
  return needed.includes('cilium') || needed.includes('hubble')
}

/** A network plugin comes first, because without one nothing else gets an address. */
const installOrder: readonly Capability[] = [
  'cilium',
  'hubble',
  'load-balancer',
  'metallb',
  'gateway-api',
  'ingress',
  'traefik',
  'istio',
  'linkerd',
  'multus',
  'external-dns',
  'prometheus',
  'mcs'
]

/** Commands that make a cluster are for another place. */
export function runsInACluster(command: string): boolean {
  return !/^(printf|kind|minikube|k3d) /.test(command)
}
