import { createCluster, type Cluster } from '../../../src/cluster/cluster.ts'
import type { Transport } from '../../../src/cluster/transport.ts'
import { clusterTransport } from '../../../src/node/cluster-transport.ts'
import { readKubeconfig } from '../../../src/node/kubeconfig.ts'
import { systemClock } from '../../../src/node/system-clock.ts'
import { ClusterFailure } from '../machine/cluster-failure.ts'

export interface OpenedCluster {
  readonly context: string
  readonly cluster: Cluster
  readonly transport: Transport
}

/** The cluster of a kubeconfig's current context, through the client that the product itself uses. */
export async function openCluster(kubeconfig: string): Promise<OpenedCluster> {
  const read = await readKubeconfig([kubeconfig])
  if (!read.ok) throw new ClusterFailure(read.error.message)
  const context = read.value.currentContext
  if (context === undefined)
    throw new ClusterFailure(`The kubeconfig ${kubeconfig} names no current context.`)
  const transport = clusterTransport(read.value, context, { env: process.env })
  if (!transport.ok) throw new ClusterFailure(transport.error.message)
  const options = { context, simulated: false, clock: systemClock, random: Math.random }
  return {
    context,
    cluster: createCluster(transport.value, options),
    transport: transport.value
  }
}
