import { createCluster, type Cluster } from '../../../src/cluster/cluster.ts'
import type { Transport } from '../../../src/cluster/transport.ts'
import { practiceTransport } from '../../../src/node/practice-transport.ts'
import { systemClock } from '../../../src/node/system-clock.ts'
import { createPracticeCluster } from '../../../src/sim/practice-cluster.ts'
import { productSchemas } from '../../support/service.ts'
import { Barrier } from '../labs/barrier.ts'
import { untilInStep } from '../parts/in-step.ts'
import { openCluster } from '../parts/open-cluster.ts'
import { yamlValue } from '../../../src/yaml/yaml-value.ts'

/** A cluster that scenes are played on. */
export interface Stage {
  readonly name: string
  readonly cluster: Cluster
  readonly transport: Transport
  /** Lets controllers and kubelets bring about what the objects of a namespace ask for. */
  keepStep(namespace: string): Promise<void>
  /** Lets what was written take effect where nothing tells when it has. */
  settle(namespace: string): Promise<void>
  dispose(): void | Promise<void>
}

export function practiceStage(): Stage {
  const practice = createPracticeCluster({
    clock: systemClock,
    random: Math.random,
    schemas: productSchemas(),
    parseYaml: yamlValue,
    // Nobody watches a request that gets no answer, so it need not take its time.
    waitCap: 50
  })
  const transport = practiceTransport(practice)
  const options = { context: 'practice', simulated: true, clock: systemClock, random: Math.random }
  return {
    name: 'practice cluster',
    cluster: createCluster(transport, options),
    transport,
    keepStep: () => practice.settle(),
    settle: () => practice.settle(),
    dispose: () => practice.dispose()
  }
}

/** @param enforces whether the cluster enforces NetworkPolicies */
export async function realStage(kubeconfig: string, enforces = true): Promise<Stage> {
  const { cluster, transport } = await openCluster(kubeconfig)
  const barrier = new Barrier(cluster, enforces)
  let opened: Promise<void> | undefined
  return {
    name: 'real cluster',
    cluster,
    transport,
    keepStep: namespace => untilInStep(cluster, namespace),
    async settle(namespace) {
      await untilInStep(cluster, namespace)
      opened ??= barrier.open()
      await opened
      await barrier.pass()
    },
    dispose: () => barrier.close()
  }
}
