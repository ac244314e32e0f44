import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Cluster } from '../../../src/cluster/cluster.ts'
import { projectRoot } from '../machine/folders.ts'
import { applyAll, readObjects, untilAvailable } from './objects.ts'
import type { ClusterPlan } from './plan.ts'

/** CoreDNS as a Deployment, behind the Service that kubelets tell Pods of. */
export async function startDns(cluster: Cluster, { dns }: ClusterPlan): Promise<void> {
  const file = path.join(projectRoot, 'test/cluster/manifests/coredns.yaml')
  const text = readFileSync(file, 'utf8').replaceAll('@DNS4@', dns.v4).replaceAll('@DNS6@', dns.v6)
  await applyAll(cluster, readObjects(text))
  await untilAvailable(cluster, 'kube-system', 'coredns', 180_000)
}
