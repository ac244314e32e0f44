import { planCluster, type ClusterPlan } from './parts/plan.ts'

/** Whether the cluster is somebody's own, of which nothing is known. */
export const isForeign = process.env.KUBECONFIG !== undefined

/** The cluster of our own that is tested: the first, or the one whose number NETLABS_CLUSTER gives. */
export function testPlan(nodes: number): ClusterPlan {
  return planCluster(Number(process.env.NETLABS_CLUSTER ?? 1), nodes)
}

/** The kubeconfig of the cluster that is tested: the one that KUBECONFIG names, or that of our own. */
export function testKubeconfig(): string {
  return process.env.KUBECONFIG ?? testPlan(1).kubeconfig
}
