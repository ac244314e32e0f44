import { readFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../machine/folders.ts'
import { until } from '../machine/until.ts'
import { askBgpPeer, startBgpPeer } from '../parts/bgp-peer.ts'
import { applyAll, readObjects } from '../parts/objects.ts'
import { openCluster } from '../parts/open-cluster.ts'
import type { Addition } from './addition.ts'
import { metallb } from './metallb.ts'

/** MetalLB with a second pool, whose addresses it announces by BGP to a router outside. */
export const metallbBgp: Addition = {
  title: 'MetalLB with a BGP peer',
  sign: {
    apiVersion: 'metallb.io/v1beta2',
    kind: 'BGPPeer',
    namespace: 'metallb-system',
    name: 'outside'
  },
  works: 'MetalLB has a BGP session with the router outside.',
  images: metallb.images,
  async start(place) {
    await metallb.start(place)
    const { plan } = place
    await startBgpPeer(plan)
    const text = readFileSync(
      path.join(projectRoot, 'test/cluster/manifests/metallb-bgp.yaml'),
      'utf8'
    )
      .replaceAll('@PEER@', plan.outside.address.v4)
      .replaceAll('@POOL@', plan.outside.routed)
      .replaceAll('@NODE@', plan.nodes[0]?.name ?? '')
    // By a client that knows the kinds which MetalLB has brought a moment ago.
    const { cluster } = await openCluster(plan.kubeconfig)
    await applyAll(cluster, readObjects(text))
    await until(
      'the BGP session is established',
      180_000,
      async () => (await askBgpPeer(plan, ['show', 'protocols', 'node'])).includes('Established'),
      () => `Its log is ${path.join(plan.folder, 'bird.log')}.`
    )
  }
}
