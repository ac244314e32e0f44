import { readFileSync } from 'node:fs'
import path from 'node:path'
import { runInNode, startInNode } from '../machine/node-namespaces.ts'
import { until } from '../machine/until.ts'
import { goPrograms } from '../programs/go-programs.ts'
import type { ClusterPlan, NodePlan } from './plan.ts'

/**
 * Starts what writes the imports of each cluster, on its first node, where it runs as long as that does. One that runs
 * already gives way, since another cluster may have come anew, with other certificates.
 */
export async function shareServices(plans: readonly ClusterPlan[]): Promise<void> {
  const { mcs } = goPrograms(['mcs'])
  for (const own of plans) {
    const [node] = own.nodes as readonly [NodePlan]
    await runInNode(node, ['sh', '-c', stop])
    const set = plans.flatMap(({ name, kubeconfig }) => ['--cluster', `${name}=${kubeconfig}`])
    startInNode(node, 'mcs', [mcs, '--own', own.name, ...set])
    await until(
      `what writes the imports of ${own.name} runs`,
      30_000,
      () => runs(node),
      () => readFileSync(path.join(node.folder, 'log', 'mcs.log'), 'utf8').slice(-500)
    )
  }
}

const stop = `for one in /proc/[0-9]*; do
  if [ "$(cat $one/comm 2>/dev/null)" = mcs ]; then kill "\${one#/proc/}"; fi
done
while grep -qx mcs /proc/[0-9]*/comm 2>/dev/null; do sleep 0.1; done`

async function runs(node: NodePlan): Promise<boolean> {
  const names = await runInNode(node, ['sh', '-c', 'cat /proc/[0-9]*/comm 2>/dev/null; true'])
  return names.split('\n').includes('mcs')
}
