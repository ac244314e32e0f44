import { readFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../machine/folders.ts'
import { until } from '../machine/until.ts'
import { applyAll, readObjects, untilRolledOut } from '../parts/objects.ts'
import { pick } from '../scene/pick.ts'
import type { Addition } from './addition.ts'

/** A DNS cache on every node, as NodeLocal DNSCache is one. */
export const nodeCache: Addition = {
  title: 'NodeLocal DNSCache',
  sign: {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    namespace: 'kube-system',
    name: 'node-local-dns'
  },
  works: 'A DNS cache answers on every node at 169.254.20.10.',
  images: [],
  async start({ opened: { cluster } }) {
    const file = path.join(projectRoot, 'test/cluster/manifests/node-cache.yaml')
    const objects = readObjects(readFileSync(file, 'utf8'))
    await applyAll(cluster, objects.slice(0, 1))
    // By its address, because a cache that asked for a name would ask itself.
    let upstream: unknown
    await until('the way to the cluster DNS has an address', 120_000, async () => {
      const ref = {
        apiVersion: 'v1',
        kind: 'Service',
        namespace: 'kube-system',
        name: 'kube-dns-upstream'
      }
      const read = await cluster.get(ref)
      upstream = read.ok ? pick(read.value, 'spec.clusterIP') : undefined
      return typeof upstream === 'string'
    })
    const text = readFileSync(file, 'utf8').replaceAll('@UPSTREAM@', String(upstream))
    await applyAll(cluster, readObjects(text))
    await untilRolledOut(cluster, 'kube-system', 'node-local-dns', 240_000)
  }
}
