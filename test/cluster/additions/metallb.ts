import { readFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../machine/folders.ts'
import { until } from '../machine/until.ts'
import { reachAddressesOf } from '../machine/wires.ts'
import type { Cluster } from '../../../src/cluster/cluster.ts'
import { applyAll, readObjects, untilAvailable, untilRolledOut } from '../parts/objects.ts'
import type { NodePlan } from '../parts/plan.ts'
import { moduleFolder } from '../programs/go-programs.ts'
import type { Addition } from './addition.ts'

const version = 'v0.16.2'

/** Addresses for Services of type LoadBalancer, announced by ARP and NDP on the wire to the outside. */
export const metallb: Addition = {
  title: 'MetalLB',
  sign: {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    name: 'ipaddresspools.metallb.io'
  },
  works: 'MetalLB hands out addresses of the outside, in both families.',
  images: (['controller', 'speaker'] as const).map(part => ({
    file: `metallb-${part}`,
    names: [`quay.io/metallb/${part}:${version}`],
    programs: { [`/${part}`]: `metallb-${part}` as const },
    entrypoint: [`/${part}`]
  })),
  async start({ plan, opened: { cluster } }) {
    await keepFromAnnouncing(cluster, plan.nodes.slice(1))
    await reachAddressesOf(plan)
    const module = moduleFolder('metallb-controller', 'go.universe.tf/metallb')
    const file = path.join(module, 'config/manifests/metallb-native.yaml')
    // A machine whose processors are all busy need not answer a probe within a second, and is no reason to start anew.
    const text = readFileSync(file, 'utf8').replaceAll(
      'timeoutSeconds: 1\n',
      'timeoutSeconds: 10\n'
    )
    await applyAll(cluster, readObjects(text))
    await untilAvailable(cluster, 'metallb-system', 'controller', 240_000)
    await untilRolledOut(cluster, 'metallb-system', 'speaker', 240_000)
    const { v4, v6 } = plan.outside.gateway
    const pool = readFileSync(path.join(projectRoot, 'test/cluster/manifests/metallb.yaml'), 'utf8')
      .replaceAll('@NET4@', v4.replace(/\d+$/, ''))
      .replaceAll('@NET6@', v6.replace(/\d+$/, ''))
      .replaceAll('@NODE@', plan.nodes[0]?.name ?? '')
    // Its webhook judges these, and answers a moment after the Pod is ready.
    await until('MetalLB takes its pool of addresses', 180_000, async () => {
      await applyAll(cluster, readObjects(pool))
      return true
    })
  }
}

/**
 * Only the first node has a wire to the outside. A pool whose announcement names no node would be announced by
 * any of them, so the others carry the label that speakers and load balancers of clouds go by.
 */
async function keepFromAnnouncing(cluster: Cluster, nodes: readonly NodePlan[]): Promise<void> {
  const labels = { 'node.kubernetes.io/exclude-from-external-load-balancers': '' }
  for (const { name } of nodes) {
    const node = { apiVersion: 'v1', kind: 'Node', name }
    const patched = await cluster.patch(node, { metadata: { labels } }, { type: 'merge' })
    if (!patched.ok) throw new Error(patched.error.message)
  }
}
