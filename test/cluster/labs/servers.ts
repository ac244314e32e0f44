import { recordOf } from '../../../src/base/json.ts'
import type { Cluster } from '../../../src/cluster/cluster.ts'
import type { KubeObject } from '../../../src/model/object.ts'
import { pick } from '../scene/pick.ts'

/** Scales every Deployment of these namespaces to zero that a Service selects. Answers whether there was one. */
export async function stopServers(
  cluster: Cluster,
  namespaces: readonly string[]
): Promise<boolean> {
  let stopped = false
  for (const namespace of namespaces) {
    const selectors = (await itemsOf(cluster, 'v1', 'Service', namespace))
      .map(service => Object.entries(recordOf(pick(service, 'spec.selector'))))
      .filter(selector => selector.length > 0)
    for (const deployment of await itemsOf(cluster, 'apps/v1', 'Deployment', namespace)) {
      const labels: Readonly<Record<string, unknown>> = recordOf(
        pick(deployment, 'spec.template.metadata.labels')
      )
      if (!selectors.some(selector => selector.every(([key, value]) => labels[key] === value)))
        continue
      const { name = '' } = deployment.metadata
      const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name }
      const patched = await cluster.patch(ref, { spec: { replicas: 0 } }, { type: 'merge' })
      if (!patched.ok) throw new Error(patched.error.message)
      stopped = true
    }
  }
  return stopped
}

async function itemsOf(
  cluster: Cluster,
  apiVersion: string,
  kind: string,
  namespace: string
): Promise<readonly KubeObject[]> {
  const found = await cluster.list({ apiVersion, kind }, { namespace })
  return found.ok ? found.value.items : []
}
