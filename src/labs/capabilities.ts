import { itemsOf, numberOf, recordOf, stringOf } from '../base/json.ts'
import { parseIp } from '../model/cidr.ts'
import type { KubeObject } from '../model/object.ts'
import { joinedMeshes } from './joined-meshes.ts'
import type { LabCluster } from './lab-cluster.ts'
import type { Capability } from './lab-definition.generated.ts'
import type { Probe } from './step-result.ts'

/** Whether a cluster can do something, and how that was found out. */
export interface CapabilityFinding {
  /** `unknown` blocks nothing: what the check sees decides. */
  readonly state: 'yes' | 'no' | 'unknown'
  /** A: by behaviour. B: the API says that it is installed. C: by a name or label alone. */
  readonly grade: 'A' | 'B' | 'C'
  /** What was seen, as a clause: `GatewayClass traefik is accepted`. */
  readonly how: string
  /** The requests that showed it, where some were sent. */
  readonly probes?: readonly Probe[]
}

export interface CapabilityQuestion {
  readonly cluster: LabCluster
  /** The second cluster, where one is chosen. */
  readonly other?: LabCluster
  readonly signal?: AbortSignal
}

type Detect = (asked: Asked) => Promise<CapabilityFinding>

/** Finds out whether a cluster has a capability. Nothing is written; dry runs ask what would be allowed. */
export async function detectCapability(
  capability: Capability,
  question: CapabilityQuestion
): Promise<CapabilityFinding> {
  const finding = await detectors[capability](new Asked(question))
  question.signal?.throwIfAborted()
  return finding
}

/** Reads of one cluster, in the words of the detectors. */
class Asked {
  readonly #question: CapabilityQuestion

  constructor(question: CapabilityQuestion) {
    this.#question = question
  }

  get simulated(): boolean {
    return this.#question.cluster.simulated
  }

  get hasOther(): boolean {
    return this.#question.other !== undefined
  }

  joinsMeshes(): Promise<CapabilityFinding> {
    const { cluster, other } = this.#question
    return joinedMeshes(cluster, other, this.#options)
  }

  /** Undefined: the kind is not served, or may not be read. */
  async list(
    apiVersion: string,
    kind: string,
    labelSelector?: string
  ): Promise<readonly KubeObject[] | undefined> {
    const answer = await this.#question.cluster.list(
      { apiVersion, kind },
      { ...this.#options, ...(labelSelector !== undefined && { labelSelector }) }
    )
    return answer.ok ? answer.value.items : undefined
  }

  /** Undefined: it is not there, or may not be read. */
  async get(
    apiVersion: string,
    kind: string,
    named: { readonly namespace: string; readonly name: string }
  ): Promise<KubeObject | undefined> {
    const answer = await this.#question.cluster.get({ apiVersion, kind, ...named }, this.#options)
    return answer.ok ? answer.value : undefined
  }

  /** Whether the API server takes the object, as a dry run; undefined when it can't be asked. */
  async takes(object: unknown): Promise<boolean | undefined> {
    const { cluster } = this.#question
    const answer = await cluster.previewOf?.(object as KubeObject, {
      ...this.#options,
      force: true
    })
    if (!answer) return undefined
    if (answer.ok) return true
    return ['invalid', 'forbidden'].includes(answer.error.reason) ? false : undefined
  }

  async mayDo(verb: string, subresource: string): Promise<boolean | undefined> {
    const answer = await this.#question.cluster.canI?.(
      { verb, resource: 'pods', subresource },
      this.#options
    )
    return answer?.ok === true ? answer.value.allowed : undefined
  }

  get #options(): { readonly signal?: AbortSignal; readonly timeoutMs: number } {
    const { signal } = this.#question
    return { ...(signal && { signal }), timeoutMs: 10_000 }
  }
}

const yes = (grade: 'A' | 'B' | 'C', how: string): CapabilityFinding => ({
  state: 'yes',
  grade,
  how
})
const no = (grade: 'A' | 'B' | 'C', how: string): CapabilityFinding => ({ state: 'no', grade, how })
const unknown = (how: string): CapabilityFinding => ({ state: 'unknown', grade: 'C', how })

const computed = 'the practice cluster computes it from the objects'

/** A kind that is served, and a program that runs; in the practice cluster the kind alone counts. */
function served(apiVersion: string, kind: string, program?: Detect): Detect {
  return async asked => {
    const items = await asked.list(apiVersion, kind)
    if (!items) return no('B', `the kind ${kind} of ${apiVersion} is not served`)
    if (asked.simulated) return yes('B', `the kind ${kind} is served, and ${computed}`)
    return program ? await program(asked) : yes('B', `the kind ${kind} is served`)
  }
}

/** A workload with this label that has Pods available. */
function runs(kind: 'Deployment' | 'DaemonSet', label: string): Detect {
  return async asked => {
    const found = await asked.list('apps/v1', kind, label)
    if (!found) return unknown(`${kind}s can’t be listed`)
    const available = found.find(({ status }) => {
      const { availableReplicas, numberAvailable } = recordOf(status)
      return (numberOf(availableReplicas) ?? numberOf(numberAvailable) ?? 0) > 0
    })
    if (available) return yes('B', `${kind} ${nameOf(available)} has Pods available`)
    return no(
      'B',
      found.length === 0
        ? `there is no ${kind} with the label ${label}`
        : `${kind} ${label} has no Pod available`
    )
  }
}

const allowed =
  (verb: string, subresource: string): Detect =>
  async asked => {
    const may = await asked.mayDo(verb, subresource)
    if (may === undefined) return unknown('rights can’t be asked for')
    return may
      ? yes('A', `this context may ${verb} pods/${subresource}`)
      : no('A', `this context may not ${verb} pods/${subresource}`)
  }

const detectors: Readonly<Record<Capability, Detect>> = {
  exec: allowed('create', 'exec'),
  'network-policy': enforcer,
  'dual-stack': dualStack,
  'load-balancer': loadBalancer,
  'gateway-api': async asked => {
    const classes = await asked.list('gateway.networking.k8s.io/v1', 'GatewayClass')
    if (!classes) return no('B', 'the kind GatewayClass is not served')
    const accepted = classes.find(({ status }) =>
      itemsOf(recordOf(status).conditions)
        .map(recordOf)
        .some(one => one.type === 'Accepted' && one.status === 'True')
    )
    return accepted
      ? yes('B', `GatewayClass ${nameOf(accepted)} is accepted`)
      : no('B', 'no GatewayClass is accepted by a controller')
  },
  ingress: async asked => {
    const [first] = (await asked.list('networking.k8s.io/v1', 'IngressClass')) ?? []
    return first
      ? yes('C', `there is IngressClass ${nameOf(first)}`)
      : no('B', 'there is no IngressClass')
  },
  traefik: async asked => {
    const classes = [
      ...((await asked.list('networking.k8s.io/v1', 'IngressClass')) ?? []),
      ...((await asked.list('gateway.networking.k8s.io/v1', 'GatewayClass')) ?? [])
    ]
    const own = classes.find(({ spec }) => {
      const { controller, controllerName } = recordOf(spec)
      return [controller, controllerName].some(
        one => stringOf(one)?.startsWith('traefik.io/') === true
      )
    })
    return own
      ? yes('B', `${own.kind} ${nameOf(own)} belongs to Traefik`)
      : no('B', 'no IngressClass and no GatewayClass belongs to Traefik')
  },
  metallb: served('metallb.io/v1beta1', 'IPAddressPool', runs('DaemonSet', 'app=metallb')),
  istio: served('networking.istio.io/v1', 'VirtualService', runs('Deployment', 'app=istiod')),
  linkerd: runs('Deployment', 'linkerd.io/control-plane-component=destination'),
  cilium: runs('DaemonSet', 'k8s-app=cilium'),
  hubble: async asked => {
    // The relay collects the flows of all nodes; each agent has those of its own without it.
    const relay = await runs('Deployment', 'k8s-app=hubble-relay')(asked)
    if (relay.state === 'yes') return relay
    const [agent] = (await asked.list('apps/v1', 'DaemonSet', 'k8s-app=cilium')) ?? []
    if (!agent) return relay
    // https://docs.cilium.io/en/stable/configuration/ : the agents read their settings there.
    const settings = await asked.get('v1', 'ConfigMap', {
      namespace: agent.metadata.namespace ?? 'kube-system',
      name: 'cilium-config'
    })
    return recordOf(settings?.data)['enable-hubble'] === 'true'
      ? yes('B', 'ConfigMap cilium-config has enable-hubble: true')
      : relay
  },
  multus: served(
    'k8s.cni.cncf.io/v1',
    'NetworkAttachmentDefinition',
    runs('DaemonSet', 'app=multus')
  ),
  'external-dns': runs('Deployment', 'app.kubernetes.io/name=external-dns'),
  prometheus: async asked => {
    const services = await asked.list('v1', 'Service', 'app.kubernetes.io/name=prometheus')
    if (!services) return unknown('Services can’t be listed')
    const [first] = services
    return first
      ? yes('C', `there is Service ${nameOf(first)}`)
      : no('C', 'no Service has the label app.kubernetes.io/name=prometheus')
  },
  'two-clusters': asked =>
    Promise.resolve(
      asked.hasOther
        ? yes('A', 'a second context is chosen')
        : no('A', 'no second context is chosen')
    ),
  'joined-meshes': asked => asked.joinsMeshes(),
  mcs: served('multicluster.x-k8s.io/v1alpha1', 'ServiceExport'),
  'ephemeral-containers': allowed('patch', 'ephemeralcontainers'),
  'node-access': async asked =>
    byDryRun(await asked.takes(hostPod), 'a Pod in the network of a node'),
  'pod-security': async asked => {
    // The admission plugin refuses a level that there is not; without it the label is any text.
    const takes = await asked.takes(namespaceOfNoLevel)
    if (takes === undefined) return unknown('dry runs can’t be asked for')
    return takes
      ? no('A', 'the API server takes a Namespace with a level that there is not')
      : yes('A', 'the API server refuses a Namespace with a level that there is not')
  },
  'real-network': asked =>
    Promise.resolve(
      asked.simulated
        ? no('A', 'the practice cluster computes its answers and sends no packet')
        : yes('A', 'this is a cluster with a network')
    )
}

function byDryRun(takes: boolean | undefined, what: string): CapabilityFinding {
  if (takes === undefined) return unknown('dry runs can’t be asked for')
  return takes
    ? yes('A', `the API server takes ${what}`)
    : no('A', `the API server refuses ${what}`)
}

/** Programs that enforce NetworkPolicies, by the DaemonSets that they run as. Only a block that is seen proves it. */
const enforcers =
  /^(calico-node|cilium|kindnet|kube-router|kube-network-policies|antrea-agent|weave-net)$/

async function enforcer(asked: Asked): Promise<CapabilityFinding> {
  if (asked.simulated) return yes('A', computed)
  const daemonSets = await asked.list('apps/v1', 'DaemonSet')
  const found = daemonSets?.find(({ metadata }) => enforcers.test(metadata.name ?? ''))
  if (found) return yes('C', `DaemonSet ${nameOf(found)} is there, which usually enforces them`)
  return unknown('no known program that enforces them was found')
}

async function dualStack(asked: Asked): Promise<CapabilityFinding> {
  const takes = await asked.takes(dualStackService)
  if (takes === false) return no('A', 'the API server refuses a Service of both families')
  const pods = await asked.list('v1', 'Pod')
  const two = pods?.find(({ status }) => {
    const families = itemsOf(recordOf(status).podIPs).map(
      one => parseIp(stringOf(recordOf(one).ip) ?? '')?.family
    )
    return new Set(families).size === 2
  })
  if (two) return yes('B', `Pod ${nameOf(two)} has addresses of both families`)
  if (takes === undefined) return unknown('nothing tells which families the cluster has')
  return yes('A', 'the API server takes a Service of both families')
}

async function loadBalancer(asked: Asked): Promise<CapabilityFinding> {
  const services = await asked.list('v1', 'Service')
  const given = services?.find(
    ({ status }) => itemsOf(recordOf(recordOf(status).loadBalancer).ingress).length > 0
  )
  if (given) return yes('A', `Service ${nameOf(given)} was given an address`)
  const [pool] = (await asked.list('metallb.io/v1beta1', 'IPAddressPool')) ?? []
  if (pool) return yes('B', `MetalLB has the pool ${nameOf(pool)}`)
  if (asked.simulated) return yes('B', computed)
  const nodes = await asked.list('v1', 'Node')
  const k3s = nodes?.find(({ status }) =>
    stringOf(recordOf(recordOf(status).nodeInfo).kubeletVersion)?.includes('+k3s')
  )
  if (k3s) return yes('C', `Node ${nameOf(k3s)} runs K3s, which has such a controller`)
  const cloud = nodes?.find(({ spec }) =>
    /^(aws|gce|azure|digitalocean|openstack|hcloud)/.test(stringOf(recordOf(spec).providerID) ?? '')
  )
  if (cloud) return yes('C', `Node ${nameOf(cloud)} belongs to a cloud that has load balancers`)
  return services
    ? no('B', 'no Service has an address, and no controller was found')
    : unknown('Services can’t be listed')
}

function nameOf({ metadata: { namespace, name = '' } }: KubeObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`
}

const dualStackService = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'netlabs-dry-run', namespace: 'default' },
  spec: { ipFamilyPolicy: 'RequireDualStack', ports: [{ port: 80 }], selector: { app: 'none' } }
}

const namespaceOfNoLevel = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: 'netlabs-dry-run',
    labels: { 'pod-security.kubernetes.io/enforce': 'no-such-level' }
  }
}

const hostPod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'netlabs-dry-run', namespace: 'default' },
  spec: { hostNetwork: true, containers: [{ name: 'probe', image: 'registry.k8s.io/pause:3.10' }] }
}
