import {
  contextOf,
  creationPlan,
  firstCluster,
  providerLimit,
  secondCluster,
  wishesOf,
  type Provider
} from './cluster-plan.ts'
import { capabilityWords, installsFor } from './how-to-get.ts'
import type { Capability } from './lab-definition.generated.ts'
import { inContext } from './in-context.ts'
import type { Lab } from './lab.ts'
import { meshCommands } from './mesh-script.ts'
import { neededAnywhere, neededBySteps } from './requirements.ts'

/**
 * A cluster for one lab as a script of the shell, with the configuration that it reads: made, given what the lab
 * needs, used and deleted. Undefined with the reason where the provider can't make such a cluster.
 */
export function clusterScript(
  lab: Lab,
  provider: Provider
): { readonly script: string } | { readonly limit: string } {
  const all = neededAnywhere(lab)
  // A check alone stays blocked in a cluster of one family; a whole step or lab would show nothing there.
  const isOneFamily =
    provider !== 'kind' && all.includes('dual-stack') && !neededBySteps(lab).includes('dual-stack')
  const needed = isOneFamily ? all.filter(one => one !== 'dual-stack') : all
  const wishes = { ...wishesOf(needed), ...(installsNetwork(lab) && { noNetwork: true }) }
  const limit =
    providerLimit(provider, wishes) ??
    (provider === 'k3d' && needed.includes('multus')
      ? 'K3s keeps the files of CNI in folders of its own, where Multus’s manifest does not look; kind fits.'
      : undefined)
  if (limit !== undefined) return { limit }
  const { files, commands, contexts } = creationPlan(provider, wishes)
  // K3s brings a load balancer of its own.
  const isBalanced = provider === 'k3d' && !needed.includes('metallb')
  const programs = withBalancer(needed).filter(one => !(isBalanced && one === 'load-balancer'))
  // kind puts its clusters into one network, where each reaches the addresses of the other.
  const isOneMesh = provider === 'kind' && needed.includes('joined-meshes')
  const installed = installsFor(isOneMesh ? programs.filter(one => one !== 'istio') : programs)
  const installs = contexts.flatMap(context =>
    installed.map(command => inContext(command, context))
  )
  const [first = '', second] = contexts
  const run = [
    `netlabs lab run ${lab.id} --solution --context ${first}`,
    ...(second === undefined ? [] : [`--other-context ${second}`])
  ].join(' ')
  const lines = [
    `# ${contexts.length > 1 ? 'Clusters' : 'A cluster'} for the lab “${lab.title}”, made with ${provider}.`,
    ...files.flatMap(({ name, text }) => [`cat > ${name} <<'END'`, text.trimEnd(), 'END']),
    ...commands.map(command => command.replaceAll('FILE:', '')),
    ...(installs.length > 0 ? ['# What the lab needs in it.', ...installs] : []),
    ...needed
      .filter(one => (one === 'joined-meshes' && !isOneMesh) || one === 'mcs')
      .map(one => `# ${capabilityWords[one].advice}`),
    ...(needed.includes('joined-meshes') && !isOneMesh
      ? [
          `# ${provider} gives each cluster a network of its own, where the other one does not reach it; kind gives them one, and --with kind prints every command.`
        ]
      : []),
    // A lab about MetalLB makes its pools itself.
    ...(programs.includes('load-balancer') && !needed.includes('metallb')
      ? contexts.flatMap((context, i) =>
          poolFor(context, contexts.length > 1 ? halves[i] : undefined)
        )
      : []),
    ...(isOneMesh ? meshCommands(contexts) : []),
    ...(installsNetwork(lab) ? ['# It has no network plugin yet: the lab installs one.'] : []),
    ...(isOneFamily
      ? [
          `# ${provider} gives it addresses of one family, so checks of both stay blocked; kind does both.`
        ]
      : []),
    '# Play it.',
    run,
    '# Delete it.',
    ...[firstCluster, secondCluster]
      .slice(0, contexts.length)
      .map(name => deletions[provider](name)),
    ...(isOneMesh ? ['rm -r mesh-certs'] : [])
  ]
  return { script: `${lines.join('\n')}\n` }
}

/** What routes requests of others needs an address at which they come in. */
function withBalancer(needed: readonly Capability[]): readonly Capability[] {
  const routes = (['gateway-api', 'traefik', 'ingress', 'joined-meshes'] as const).some(one =>
    needed.includes(one)
  )
  return routes && !needed.includes('metallb') ? [...needed, 'load-balancer'] : needed
}

/** A lab that begins with a cluster of its own making is about the network plugin. */
function installsNetwork({ steps }: Lab): boolean {
  return steps.some(({ manifests }) => manifests?.some(file => file.endsWith('/kind-cluster.yaml')))
}

/** Two clusters of one network must not give out the same addresses. */
const halves: readonly (readonly [number, number])[] = [
  [200, 224],
  [225, 250]
]

/** Gives MetalLB addresses of the nodes’ own network, above those that Docker gives out. */
function poolFor(
  context: string,
  [from, to]: readonly [number, number] = [200, 250]
): readonly string[] {
  const kubectl = `kubectl --context ${context}`
  return [
    '# MetalLB gives out addresses of the nodes’ own network.',
    `${kubectl} -n metallb-system rollout status deployment/controller --timeout=180s`,
    `NODE=$(${kubectl} get nodes -o jsonpath='{.items[0].status.addresses[0].address}')`,
    `${kubectl} apply -f - <<END`,
    'apiVersion: metallb.io/v1beta1',
    'kind: IPAddressPool',
    'metadata: {name: netlabs, namespace: metallb-system}',
    `spec: {addresses: ["\${NODE%.*}.${from}-\${NODE%.*}.${to}"]}`,
    '---',
    'apiVersion: metallb.io/v1beta1',
    'kind: L2Advertisement',
    'metadata: {name: netlabs, namespace: metallb-system}',
    'END'
  ]
}

const deletions: Readonly<Record<Provider, (name: string) => string>> = {
  kind: name => `kind delete cluster --name ${name}`,
  minikube: name => `minikube delete --profile ${contextOf('minikube', name)}`,
  k3d: name => `k3d cluster delete ${name}`
}
