import { randomBytes } from 'node:crypto'
import type { Cluster } from '../../src/cluster/cluster.ts'
import type { Capability } from '../../src/labs/lab-definition.generated.ts'
import type { KubeObject } from '../../src/model/object.ts'
import { additions, type AdditionName } from './additions/additions.ts'
import { until } from './machine/until.ts'
import { proveEnforcement } from './parts/canary.ts'
import { pick } from './scene/pick.ts'

/**
 * Why a cluster can't do something, as a sentence; false where it can. Each ability is shown or looked for once,
 * and what is made for that is removed again.
 */
export class Abilities {
  readonly #cluster: Cluster
  readonly #other: Cluster | undefined
  readonly #known = new Map<Capability, Promise<string | false>>()

  /** @param other the second cluster, where two are tested together */
  constructor(cluster: Cluster, other?: Cluster) {
    this.#cluster = cluster
    this.#other = other
  }

  lacks(ability: Capability): Promise<string | false> {
    const known = this.#known.get(ability) ?? probes[ability](this.#cluster, this.#other)
    this.#known.set(ability, known)
    return known
  }

  /** Why it has not what some of our own clusters are made with, as a sentence; false where it has. */
  lacksAddition(name: AdditionName): Promise<string | false> {
    return lacksAddition(this.#cluster, name)
  }

  /** The first reason among several abilities. */
  async lacksOneOf(abilities: readonly Capability[]): Promise<string | false> {
    for (const ability of abilities) {
      const reason = await this.lacks(ability)
      if (reason !== false) return reason
    }
    return false
  }
}

type Probe = (cluster: Cluster, other: Cluster | undefined) => Promise<string | false>

const always: Probe = () => Promise.resolve(false)

const probes: Readonly<Record<Capability, Probe>> = {
  exec: cluster => refusal(cluster, 'It does not let you run commands in Pods', execReview),
  'network-policy': async cluster =>
    await proveEnforcement(cluster).then(
      () => false,
      (thrown: unknown) => `It does not enforce NetworkPolicies: ${messageOf(thrown)}`
    ),
  'dual-stack': cluster => refusal(cluster, 'It is not dual-stack', dualStackService),
  'load-balancer': lacksLoadBalancer,
  'gateway-api': cluster =>
    lacksKind(cluster, 'gateway.networking.k8s.io/v1', 'GatewayClass', 'GatewayClass'),
  ingress: cluster => lacksKind(cluster, 'networking.k8s.io/v1', 'IngressClass', 'IngressClass'),
  traefik: cluster => lacksAddition(cluster, 'traefik'),
  metallb: cluster => lacksAddition(cluster, 'metallb'),
  multus: cluster => lacksAddition(cluster, 'multus'),
  istio: cluster => lacksDefinition(cluster, 'Istio', 'virtualservices.networking.istio.io'),
  linkerd: cluster => lacksDefinition(cluster, 'Linkerd', 'servers.policy.linkerd.io'),
  cilium: cluster => lacksDefinition(cluster, 'Cilium', 'ciliumnetworkpolicies.cilium.io'),
  hubble: cluster => lacksDefinition(cluster, 'Hubble', 'ciliumnetworkpolicies.cilium.io'),
  'external-dns': cluster => lacksDeployment(cluster, 'ExternalDNS', 'external-dns'),
  prometheus: cluster => lacksDeployment(cluster, 'Prometheus', 'prometheus'),
  mcs: cluster =>
    lacksDefinition(cluster, 'Multi-Cluster Services', 'serviceexports.multicluster.x-k8s.io'),
  'joined-meshes': async (_cluster, other) =>
    other ? await lacksDeployment(other, 'a gateway between meshes', 'eastwest') : onlyOne,
  'two-clusters': (_cluster, other) => Promise.resolve(other ? false : onlyOne),
  'node-access': cluster => refusal(cluster, 'It lets no Pod into the network of a node', nodePod),
  // In every API server that the product supports, and on unless somebody turns them off.
  'ephemeral-containers': always,
  'pod-security': always,
  'real-network': always
}

const onlyOne =
  'Only one cluster is tested here; npm run test:cluster two-cluster-labs plays it on two.'

const execReview: KubeObject = {
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SelfSubjectAccessReview',
  metadata: {},
  spec: {
    resourceAttributes: {
      verb: 'create',
      resource: 'pods',
      subresource: 'exec',
      namespace: 'default'
    }
  }
}

const dualStackService: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'netlabs-dual-stack', namespace: 'default' },
  spec: { ipFamilyPolicy: 'RequireDualStack', ports: [{ port: 80 }] }
}

const nodePod: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'netlabs-node-access', namespace: 'default' },
  spec: { hostNetwork: true, containers: [{ name: 'main', image: 'example.org/none' }] }
}

/** Asks in a dry run, so nothing is made. A review says in its status whether something is allowed. */
async function refusal(
  cluster: Cluster,
  what: string,
  object: KubeObject
): Promise<string | false> {
  const made = await cluster.create(object, { dryRun: true })
  if (!made.ok) return `${what}: ${made.error.message}`
  return pick(made.value, 'status.allowed') === false ? `${what}.` : false
}

async function lacksKind(
  cluster: Cluster,
  apiVersion: string,
  kind: string,
  title: string
): Promise<string | false> {
  const found = await cluster.list({ apiVersion, kind })
  if (!found.ok) return `It has no ${title}: ${found.error.message}`
  return found.value.items.length === 0 && `It has no ${title}.`
}

async function lacksAddition(cluster: Cluster, name: AdditionName): Promise<string | false> {
  const { title, sign } = additions[name]
  const read = await cluster.get(sign)
  return !read.ok && `It has no ${title}: ${read.error.message}`
}

async function lacksDefinition(
  cluster: Cluster,
  title: string,
  name: string
): Promise<string | false> {
  const definition = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' }
  const read = await cluster.get({ ...definition, name })
  return !read.ok && `It has no ${title}: ${read.error.message}`
}

async function lacksDeployment(
  cluster: Cluster,
  title: string,
  name: string
): Promise<string | false> {
  const found = await cluster.list({ apiVersion: 'apps/v1', kind: 'Deployment' })
  if (!found.ok) return `It has no ${title}: ${found.error.message}`
  const isThere = found.value.items.some(({ metadata }) => metadata.name?.includes(name) === true)
  return !isThere && `It has no Deployment of ${title}.`
}

async function lacksLoadBalancer(cluster: Cluster): Promise<string | false> {
  const namespace = `netlabs-probe-${randomBytes(3).toString('hex')}`
  const space = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
  const type = { apiVersion: 'v1', kind: 'Service' }
  const spec = { type: 'LoadBalancer', ports: [{ port: 80 }] }
  try {
    for (const object of [space, { ...type, metadata: { name: 'web', namespace }, spec }]) {
      const made = await cluster.create(object)
      if (!made.ok) return `It takes no Service of type LoadBalancer: ${made.error.message}`
    }
    await until('a Service has an address', 30_000, async () => {
      const read = await cluster.get({ ...type, namespace, name: 'web' })
      return read.ok && pick(read.value, 'status.loadBalancer.ingress.0') !== undefined
    })
    return false
  } catch {
    return 'It gives a Service of type LoadBalancer no address within half a minute.'
  } finally {
    await cluster.delete({ apiVersion: 'v1', kind: 'Namespace', name: namespace })
  }
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
