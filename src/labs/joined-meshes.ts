import { recordOf, stringOf } from '../base/json.ts'
import type { CapabilityFinding } from './capabilities.ts'
import type { LabCallOptions, LabCluster } from './lab-cluster.ts'

/**
 * Whether the Istio of two clusters is one mesh: both trust the same root certificate, and the second cluster has a
 * gateway that faces the first. Istio in both of them alone is two meshes.
 * https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/
 */
export async function joinedMeshes(
  cluster: LabCluster,
  other: LabCluster | undefined,
  options: LabCallOptions
): Promise<CapabilityFinding> {
  if (!other) return { state: 'no', grade: 'A', how: 'no second context is chosen' }
  if (cluster.simulated || other.simulated)
    return { state: 'no', grade: 'A', how: 'a practice cluster has no certificates of a mesh' }
  // Whoever only knows that there is a second one passes the first again.
  if (other === cluster) return unknown('the second cluster was not asked')
  const [here, there] = await Promise.all([rootOf(cluster, options), rootOf(other, options)])
  if (here !== undefined && there !== undefined && here !== there)
    return {
      state: 'no',
      grade: 'B',
      how: 'each of the two meshes trusts a root certificate of its own (ConfigMap istio-system/istio-ca-root-cert)'
    }
  const gateways = await other.list(
    { apiVersion: 'apps/v1', kind: 'Deployment' },
    { ...options, labelSelector: 'istio=eastwestgateway' }
  )
  if (!gateways.ok) return unknown('Deployments of the second cluster can’t be listed')
  if (gateways.value.items.length === 0)
    return {
      state: 'no',
      grade: 'B',
      how: 'the second cluster has no east-west gateway (no Deployment has the label istio=eastwestgateway)'
    }
  return here === undefined || there === undefined
    ? unknown('the root certificate of a mesh can’t be read')
    : {
        state: 'yes',
        grade: 'B',
        how: 'both meshes trust the same root, and the second cluster has an east-west gateway'
      }
}

/** The root that the proxies of a cluster trust, as istiod puts it into every Namespace. */
async function rootOf(cluster: LabCluster, options: LabCallOptions): Promise<string | undefined> {
  const found = await cluster.get(
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'istio-system',
      name: 'istio-ca-root-cert'
    },
    options
  )
  if (!found.ok) return undefined
  return stringOf(recordOf(found.value.data)['root-cert.pem'])?.trim()
}

function unknown(how: string): CapabilityFinding {
  return { state: 'unknown', grade: 'C', how }
}
