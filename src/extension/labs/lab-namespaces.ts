import type { Cluster } from '../../cluster/cluster.ts'
import type { Lab } from '../../labs/lab.ts'

/** Which of the lab's Namespaces are in the cluster. What can't be read counts as not there. */
export async function labNamespacesIn(cluster: Cluster, lab: Lab): Promise<readonly string[]> {
  const found = await Promise.all(
    lab.namespaces.map(async name => {
      const answer = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name })
      return answer.ok && answer.value.metadata.deletionTimestamp === undefined ? [name] : []
    })
  )
  return found.flat()
}
