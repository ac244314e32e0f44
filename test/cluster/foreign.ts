import type { Capability } from '../../src/labs/lab-definition.generated.ts'
import type { Transport } from '../../src/cluster/transport.ts'
import { isRecord } from '../../src/base/json.ts'
import { Abilities } from './abilities.ts'
import { openCluster } from './parts/open-cluster.ts'
import { isForeign, testKubeconfig } from './test-kubeconfig.ts'

/** The version that the practice cluster is compared with. */
const comparedWith = '1.37'

const asked: readonly Capability[] = [
  ...(['exec', 'network-policy', 'dual-stack', 'load-balancer', 'ingress', 'gateway-api'] as const),
  ...(['metallb', 'traefik', 'multus', 'istio', 'linkerd', 'cilium', 'external-dns'] as const),
  ...(['prometheus', 'mcs', 'two-clusters', 'node-access'] as const)
]

/** Tells what the cluster of KUBECONFIG can't carry, a sentence with its reason each. */
export async function tellAbilities(): Promise<void> {
  const { cluster, transport, context } = await openCluster(testKubeconfig())
  const abilities = new Abilities(cluster)
  const reasons: string[] = []
  for (const ability of asked) {
    const reason = await abilities.lacks(ability)
    if (reason !== false) reasons.push(`  ${ability}: ${reason}`)
  }
  const gap = await versionGap(transport)
  if (gap !== false) reasons.push(`  scenes: ${gap}`)
  console.log(
    reasons.length === 0
      ? `The cluster ${context} can carry everything.`
      : `What the cluster ${context} can't carry:\n${reasons.join('\n')}`
  )
}

/** Why answers can't be compared word by word; false where they can. One of our own is of the right version. */
export async function versionGap(transport: Transport): Promise<string | false> {
  if (!isForeign) return false
  const { body } = await transport.request({ method: 'GET', path: '/version' })
  const read: unknown = JSON.parse(body)
  const version = isRecord(read) ? String(read.gitVersion) : 'unknown'
  return (
    !version.startsWith(`v${comparedWith}.`) &&
    `Its version is ${version}, and each version words its answers differently; they are compared with ${comparedWith}.`
  )
}
