import { planCluster } from './parts/plan.ts'

/** The kubeconfig of the cluster that is tested: the one that KUBECONFIG names, or the first of our own. */
export function testKubeconfig(): string {
  return process.env.KUBECONFIG ?? planCluster(1, 1).kubeconfig
}

/** Whether the cluster is somebody's own, of which nothing is known. */
export const isForeign = process.env.KUBECONFIG !== undefined
