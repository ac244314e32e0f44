import { ClusterFailure } from './machine/cluster-failure.ts'
import { namespacesOf } from './parts/down.ts'
import { planCluster, type ClusterPlan } from './parts/plan.ts'
import { testNumbers } from './test-kubeconfig.ts'

/** A cluster beside the one that is tested; tests that may run at once take others. */
export function planBeside(which: 1 | 2 | 3): ClusterPlan {
  return planCluster(testNumbers[which] ?? 1, 1)
}

/**
 * Makes sure that a test which removes a cluster removes nobody else's.
 * @throws ClusterFailure when it is there already
 */
export async function expectAbsent({ name, number }: ClusterPlan): Promise<void> {
  if ((await namespacesOf(name)).length > 0)
    throw new ClusterFailure(
      `${name} is there already, and this test would remove it. Remove it with: npm run cluster -- down --cluster ${number}; or give another number by NETLABS_CLUSTER.`
    )
}
