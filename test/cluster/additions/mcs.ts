import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Cluster } from '../../../src/cluster/cluster.ts'
import { until } from '../machine/until.ts'
import { applyAll, readObjects, untilAvailable } from '../parts/objects.ts'
import { openCluster } from '../parts/open-cluster.ts'
import { moduleFolder } from '../programs/go-programs.ts'
import { pick } from '../scene/pick.ts'
import type { Addition } from './addition.ts'

const set = 'clusterset.local'

/**
 * The kinds of the Multi-Cluster Services API, and the names of imported Services by CoreDNS. What writes the imports
 * is started once all clusters of the set are up.
 */
export const mcs: Addition = {
  title: 'Multi-Cluster Services',
  sign: {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    name: 'serviceexports.multicluster.x-k8s.io'
  },
  works: 'ServiceExports are served, and CoreDNS answers for names of ServiceImports.',
  programs: ['mcs'],
  images: [],
  async start({ plan, opened: { cluster } }) {
    const crds = path.join(moduleFolder('mcs', 'sigs.k8s.io/mcs-api'), 'config/crd')
    for (const file of globSync('*.yaml', { cwd: crds }).sort())
      await applyAll(cluster, readObjects(readFileSync(path.join(crds, file), 'utf8')))
    await until('ServiceImports are served', 120_000, async () => {
      const opened = await openCluster(plan.kubeconfig)
      const type = { apiVersion: 'multicluster.x-k8s.io/v1alpha1', kind: 'ServiceImport' }
      return (await opened.cluster.list(type)).ok
    })
    await answerForSet(cluster)
  }
}

/** CoreDNS would wait for kinds that nobody serves, so it is told of the zone when they are there. */
async function answerForSet(cluster: Cluster): Promise<void> {
  const { apiVersion, kind, ...metadata } = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    namespace: 'kube-system',
    name: 'coredns'
  }
  const read = await cluster.get({ apiVersion, kind, ...metadata })
  const known = read.ok ? pick(read.value, 'data.Corefile') : undefined
  if (typeof known !== 'string') throw new Error('CoreDNS has no Corefile to add a zone to.')
  if (known.includes(set)) return
  const corefile = known
    .replace('cluster.local:53', `cluster.local:53 ${set}:53`)
    .replace('kubernetes cluster.local', `kubernetes cluster.local ${set}`)
    .replace('pods insecure', `multicluster ${set}\n       pods insecure`)
    .replace(/disable (success|denial) cluster\.local/g, `disable $1 cluster.local ${set}`)
  await applyAll(cluster, [{ apiVersion, kind, metadata, data: { Corefile: corefile } }])
  const annotations = { 'netlabs/zones': set }
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', ...metadata }
  const patch = { spec: { template: { metadata: { annotations } } } }
  const patched = await cluster.patch(deployment, patch, { type: 'merge' })
  if (!patched.ok) throw new Error(patched.error.message)
  await untilAvailable(cluster, 'kube-system', 'coredns', 180_000)
}
