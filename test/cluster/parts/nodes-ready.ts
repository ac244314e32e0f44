import type { Cluster, ObjectRef } from '../../../src/cluster/cluster.ts'
import type { KubeObject } from '../../../src/model/object.ts'
import { ClusterFailure, FinalFailure } from '../machine/cluster-failure.ts'
import { until } from '../machine/until.ts'
import type { NodePlan } from './plan.ts'

type NodeObject = KubeObject & {
  readonly spec?: { readonly podCIDRs?: readonly string[] }
  readonly status?: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[]
  }
}

/**
 * Gives a node the range of its Pods as soon as it has registered itself. The controller that hands ranges out goes
 * by the order in which it comes to see nodes, and the plan by their numbers, so that controller is not started.
 */
export async function givePodRange(cluster: Cluster, node: NodePlan): Promise<void> {
  await until(`${node.name} has registered itself`, 240_000, async () => {
    return (await readNode(cluster, node)) !== undefined
  })
  const { v4, v6 } = node.pods
  // The first of the list has to stand alone as well: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/node-v1/#NodeSpec
  const spec = { podCIDR: v4, podCIDRs: [v4, v6] }
  const patched = await cluster.patch(refOf(node), { spec }, { type: 'merge' })
  if (!patched.ok)
    throw new ClusterFailure(
      `${node.name} did not get its range of Pods ${v4}: ${patched.error.message}`
    )
}

/** @throws FinalFailure at once when somebody else has given it another range */
export async function untilNodeReady(cluster: Cluster, node: NodePlan): Promise<void> {
  const wanted = [node.pods.v4, node.pods.v6].join()
  await until(`${node.name} is Ready`, 240_000, async () => {
    const read = await readNode(cluster, node)
    const ranges = read?.spec?.podCIDRs?.join() ?? ''
    // A range is never changed again, so waiting would not help.
    if (ranges !== '' && ranges !== wanted)
      throw new FinalFailure(
        `${node.name} got the range of Pods ${ranges}, and its routes are for ${wanted}.`
      )
    const conditions = read?.status?.conditions ?? []
    const isReady = conditions.some(({ type, status }) => type === 'Ready' && status === 'True')
    return isReady && ranges === wanted
  })
}

async function readNode(cluster: Cluster, node: NodePlan): Promise<NodeObject | undefined> {
  const read = await cluster.get(refOf(node))
  return read.ok ? read.value : undefined
}

function refOf({ name }: NodePlan): ObjectRef {
  return { apiVersion: 'v1', kind: 'Node', name }
}
