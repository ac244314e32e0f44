import { parseAllDocuments } from 'yaml'
import type { Cluster, ObjectRef } from '../../../src/cluster/cluster.ts'
import type { KubeObject } from '../../../src/model/object.ts'
import { ClusterFailure } from '../machine/cluster-failure.ts'
import { until } from '../machine/until.ts'

export function readObjects(text: string): readonly KubeObject[] {
  return parseAllDocuments(text)
    .map(document => document.toJS() as KubeObject | null)
    .filter(object => object !== null)
}

/**
 * Applies one object after the other. In a new namespace it waits for the default account, since Pods are refused
 * until a controller has made that.
 * @throws ClusterFailure with the server's words when an object is refused
 */
export async function applyAll(cluster: Cluster, objects: readonly KubeObject[]): Promise<void> {
  for (const object of objects) {
    const applied = await cluster.apply(object)
    if (!applied.ok)
      throw new ClusterFailure(
        `${object.kind} ${object.metadata.name ?? ''} was refused: ${applied.error.message}`
      )
    const { name: namespace = '' } = object.metadata
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', namespace, name: 'default' }
    if (object.kind === 'Namespace')
      await until(`${namespace} has an account for its Pods`, 120_000, async () => {
        return (await cluster.get(account)).ok
      })
  }
}

/** Waits until all replicas of a Deployment are available; on failure tells what its Pods say. */
export async function untilAvailable(
  cluster: Cluster,
  namespace: string,
  name: string,
  limitMs: number
): Promise<void> {
  const ref: ObjectRef = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name }
  await until(
    `Deployment ${namespace}/${name} is available`,
    limitMs,
    async () => {
      const read = await cluster.get(ref)
      if (!read.ok) throw new Error(read.error.message)
      const { metadata, spec, status } = read.value as KubeObject & {
        readonly spec: { readonly replicas?: number }
        readonly status?: DeploymentStatus
      }
      const wanted = spec.replicas ?? 1
      // Pods of an earlier template are available as well, until they are gone.
      const counts = [status?.replicas, status?.availableReplicas, status?.updatedReplicas]
      return (
        status?.observedGeneration === metadata.generation &&
        counts.every(count => (count ?? 0) === wanted)
      )
    },
    () => troubles(cluster, namespace)
  )
}

interface DeploymentStatus {
  readonly observedGeneration?: number
  readonly replicas?: number
  readonly availableReplicas?: number
  readonly updatedReplicas?: number
}

/** Waits until a DaemonSet's Pod is available on each of its nodes. */
export async function untilRolledOut(
  cluster: Cluster,
  namespace: string,
  name: string,
  limitMs: number
): Promise<void> {
  const ref: ObjectRef = { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace, name }
  await until(
    `DaemonSet ${namespace}/${name} is available`,
    limitMs,
    async () => {
      const read = await cluster.get(ref)
      if (!read.ok) throw new Error(read.error.message)
      const { status } = read.value as KubeObject & {
        readonly status?: {
          readonly desiredNumberScheduled?: number
          readonly numberAvailable?: number
        }
      }
      const wanted = status?.desiredNumberScheduled ?? 0
      return wanted > 0 && status?.numberAvailable === wanted
    },
    () => troubles(cluster, namespace)
  )
}

interface PodStatus {
  readonly phase?: string
  readonly containerStatuses?: readonly {
    readonly ready: boolean
    readonly state?: {
      readonly waiting?: { readonly reason?: string; readonly message?: string }
      readonly terminated?: { readonly reason?: string; readonly message?: string }
    }
  }[]
}

/** What Pods that don't run say of themselves, in one line. */
async function troubles(cluster: Cluster, namespace: string): Promise<string> {
  const pods = await cluster.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace })
  if (!pods.ok) return pods.error.message
  return pods.value.items
    .map(pod => {
      const { phase, containerStatuses = [] } =
        (pod as { readonly status?: PodStatus }).status ?? {}
      const states = containerStatuses
        .map(({ state }) => state?.waiting ?? state?.terminated)
        .map(state => [state?.reason, state?.message].filter(Boolean).join(': '))
      return `Pod ${pod.metadata.name ?? ''} is ${[phase, ...states].filter(Boolean).join(', ')}.`
    })
    .join(' ')
}
