import type { ConfigMap } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { usualCoredns } from '../shared/corefile-examples.ts'
import { atWord, clusterZonesOf, corefilesOf } from '../shared/corefiles.ts'

const corefile = (cache: string): string => usualCoredns({ cache })

export default defineRule<ConfigMap>({
  id: 'corefile/cluster-zone-cached',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'hint',
  optIn: true,
  tags: ['coredns', 'dns'],
  what: 'CoreDNS caches the names of the cluster.',
  why: 'It has them in memory already, so the cache saves little, and a Service that has changed is seen only after the time of the cache.',
  todo: 'Add `disable success` and `disable denial` with the domain of the cluster, as kubeadm does.',
  docs: {
    bad: corefile('cache 30'),
    good: corefile(
      'cache 30 {\n  disable success cluster.local\n  disable denial cluster.local\n}'
    ),
    see: ['https://coredns.io/plugins/cache/']
  },
  labs: ['network-performance'],

  check({ manifest, report }) {
    for (const place of corefilesOf(manifest))
      for (const server of place.servers) {
        const [zone] = clusterZonesOf(server).filter(one => !one.includes('arpa'))
        const cache = server.directives.find(({ name }) => name.text === 'cache')
        const isDisabled = cache?.block.some(({ name }) => name.text === 'disable')
        if (zone === undefined || !cache || isDisabled === true) continue
        // A cache that is for named zones may leave out the one of the cluster.
        if (cache.args.some(({ text }) => !/^\d+$/.test(text))) continue
        report(
          atWord(place, cache.name, { message: `Names below ${zone} are kept in the cache, too.` })
        )
      }
  }
})
