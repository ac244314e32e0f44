import { recordOf } from '../../../src/base/json.ts'
import type { Cluster } from '../../../src/cluster/cluster.ts'
import type { KubeObject } from '../../../src/model/object.ts'
import { until } from '../machine/until.ts'
import { pick } from '../scene/pick.ts'

/** Why a container that is waiting won't start however long one waits. */
export const hopeless =
  /ErrImage|ImagePullBackOff|InvalidImage|CrashLoop|CreateContainer|RunContainer/

/**
 * Waits until the containers of a namespace run, and its EndpointSlices and Endpoints say what its Pods and Services
 * are. Their controllers follow each at a pace of its own: one that finds its own cache too old tries again a
 * second later, and whoever asks meanwhile sees what was before.
 */
export async function untilInStep(
  cluster: Cluster,
  namespace: string,
  limitMs = 300_000
): Promise<void> {
  let problem: string | undefined
  await until(
    `containers run and endpoints fit in ${namespace}`,
    limitMs,
    async () => {
      problem =
        (await problemOfStarts(cluster, namespace)) ??
        (await problemOfEndpoints(cluster, namespace))
      return problem === undefined
    },
    () => problem ?? ''
  )
}

/** Why somebody who asks a Service now might meet another Pod than later; undefined where all is in step. */
export async function problemOfEndpoints(
  cluster: Cluster,
  namespace: string
): Promise<string | undefined> {
  const read = async (apiVersion: string, kind: string): Promise<readonly KubeObject[]> =>
    await itemsOf(cluster, apiVersion, kind, namespace)
  const services = await read('v1', 'Service')
  const pods = await read('v1', 'Pod')
  const slices = await read('discovery.k8s.io/v1', 'EndpointSlice')
  const endpoints = await read('v1', 'Endpoints')
  for (const service of services) {
    const selector = Object.entries(recordOf(pick(service, 'spec.selector')))
    if (selector.length === 0 || pick(service, 'spec.type') === 'ExternalName') continue
    const { name = '' } = service.metadata
    const members = pods.filter(
      pod => isAlive(pod) && selector.every(([key, value]) => pod.metadata.labels?.[key] === value)
    )
    const wanted = endpointsOf(service, members)
    const seen = endpointsIn(slices.filter(slice => isOf(slice, name)))
    if (wanted !== seen)
      return `The EndpointSlices of ${name} say ${seen || 'nothing'}, its Pods ${wanted || 'nothing'}.`
    const listed = addressesIn(endpoints.find(one => one.metadata.name === name))
    const ready = readyAddresses(service, members)
    if (listed !== ready)
      return `The Endpoints ${name} have ${listed || 'nobody'}, and ready are ${ready || 'no Pods'}.`
  }
  return undefined
}

/** A container with a probe may be meant never to be ready, so it need only run. */
async function problemOfStarts(cluster: Cluster, namespace: string): Promise<string | undefined> {
  for (const pod of await itemsOf(cluster, 'v1', 'Pod', namespace)) {
    const { name = '', deletionTimestamp } = pod.metadata
    if (deletionTimestamp !== undefined) return `Pod ${name} is going.`
    if (!isAlive(pod)) continue
    for (const container of (pick(pod, 'spec.containers') ?? []) as readonly Container[]) {
      const status = statusOf(pod, container.name)
      const isStuck = hopeless.test(String(pick(status, 'state.waiting.reason')))
      const isRunning = pick(status, 'state.running') !== undefined
      const isReady = container.readinessProbe !== undefined || pick(status, 'ready') === true
      if (!isStuck && !(isRunning && isReady))
        return `Container ${container.name} of Pod ${name} does not run yet.`
    }
  }
  return undefined
}

interface Container {
  readonly name: string
  readonly readinessProbe?: unknown
}

function statusOf(pod: KubeObject, container: string): unknown {
  const all = (pick(pod, 'status.containerStatuses') ?? []) as readonly { readonly name: string }[]
  return all.find(({ name }) => name === container)
}

function isAlive(pod: KubeObject): boolean {
  return !['Succeeded', 'Failed'].includes(String(pick(pod, 'status.phase')))
}

function isOf(slice: KubeObject, service: string): boolean {
  const { labels = {} } = slice.metadata
  return (
    labels['kubernetes.io/service-name'] === service &&
    labels['endpointslice.kubernetes.io/managed-by'] === 'endpointslice-controller.k8s.io'
  )
}

/** What the slices of a Service have to say: each address of its families, and whether it is ready. */
function endpointsOf(service: KubeObject, pods: readonly KubeObject[]): string {
  const families = (pick(service, 'spec.ipFamilies') ?? []) as readonly string[]
  return sorted(
    pods.flatMap(pod =>
      families.map(family => {
        const address = addressOf(pod, family)
        return address === undefined ? '' : `${address} ${isServed(service, pod) ? 'ready' : 'not'}`
      })
    )
  )
}

function endpointsIn(slices: readonly KubeObject[]): string {
  const all = slices.flatMap(
    slice =>
      (pick(slice, 'endpoints') ?? []) as readonly {
        readonly addresses: readonly string[]
        readonly conditions?: { readonly ready?: boolean }
      }[]
  )
  return sorted(
    all.map(({ addresses, conditions }) => {
      return `${addresses.join()} ${conditions?.ready === false ? 'not' : 'ready'}`
    })
  )
}

/** Endpoints are of the first family alone. */
function readyAddresses(service: KubeObject, pods: readonly KubeObject[]): string {
  const family = String(pick(service, 'spec.ipFamilies.0'))
  return sorted(pods.filter(pod => isServed(service, pod)).map(pod => addressOf(pod, family) ?? ''))
}

function addressesIn(endpoints: KubeObject | undefined): string {
  const found = (pick(endpoints, 'subsets.*.addresses.*.ip') ?? []) as readonly unknown[]
  return sorted(found.flat().filter(ip => typeof ip === 'string'))
}

function isServed(service: KubeObject, pod: KubeObject): boolean {
  if (pick(service, 'spec.publishNotReadyAddresses') === true) return true
  const conditions = (pick(pod, 'status.conditions') ?? []) as readonly {
    readonly type: string
    readonly status: string
  }[]
  const isReady = conditions.some(({ type, status }) => type === 'Ready' && status === 'True')
  return isReady && pod.metadata.deletionTimestamp === undefined
}

function addressOf(pod: KubeObject, family: string): string | undefined {
  const all = (pick(pod, 'status.podIPs.*.ip') ?? []) as readonly string[]
  return all.find(ip => ip.includes(':') === (family === 'IPv6'))
}

/** A Pod of two ports can stand in two slices, so each line counts once. */
function sorted(lines: readonly string[]): string {
  return [...new Set(lines.filter(line => line !== ''))].sort().join(', ')
}

async function itemsOf(
  cluster: Cluster,
  apiVersion: string,
  kind: string,
  namespace: string
): Promise<readonly KubeObject[]> {
  const found = await cluster.list({ apiVersion, kind }, { namespace })
  if (!found.ok) throw new Error(found.error.message)
  return found.value.items
}
