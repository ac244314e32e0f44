import { planCluster, type ClusterPlan } from './parts/plan.ts'

/** Whether the cluster is somebody's own, of which nothing is known. */
export const isForeign = process.env.KUBECONFIG !== undefined

const number = Number(process.env.NETLABS_CLUSTER ?? 1)

/** Numbers of clusters that tests make: the one that is tested, and those that some make beside it. */
export const testNumbers: readonly number[] = [0, 1, 2, 3].map(i =>
  number <= 6 ? number + i : number - i
)

/** The cluster of our own that is tested: the first, or the one whose number NETLABS_CLUSTER gives. */
export function testPlan(nodes: number): ClusterPlan {
  return planCluster(number, nodes)
}

/** The kubeconfig of the cluster that is tested: the one that KUBECONFIG names, or that of our own. */
export function testKubeconfig(): string {
  return process.env.KUBECONFIG ?? testPlan(1).kubeconfig
}
