import { zoneOf } from '../../model/corefile.ts'
import type { ConfigMap } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { usualCoredns } from '../shared/corefile-examples.ts'
import { atWord, clusterZonesOf, corefilesOf, isSnippet } from '../shared/corefiles.ts'

export default defineRule<ConfigMap>({
  id: 'corefile/cluster-zone-shadowed',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['coredns', 'dns'],
  what: 'A server block takes the names of the cluster and does not know them.',
  why: 'A query goes to the server block with the longest zone that fits, whatever the order in the file. A block for the zone of the cluster without the kubernetes plugin takes every name of a Service and answers none.',
  todo: 'Give the block another zone, or put the kubernetes plugin into it.',
  docs: {
    bad: usualCoredns({}, 'cluster.local:53 {\n  forward . 192.0.2.53\n}'),
    good: usualCoredns({}, 'corp.example:53 {\n  forward . 192.0.2.53\n}'),
    see: [
      'https://coredns.io/manual/configuration/',
      'https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/'
    ]
  },

  check({ manifest, report }) {
    const places = corefilesOf(manifest)
    const served = places.flatMap(place => place.servers.flatMap(clusterZonesOf))
    // Elsewhere the zone of the cluster is the one that nearly every cluster has.
    const zones = served.length > 0 ? served : ['cluster.local']
    for (const place of places)
      for (const server of place.servers) {
        if (isSnippet(server) || clusterZonesOf(server).length > 0) continue
        // The cache on a node sends these names on to the DNS of the cluster.
        if (server.directives.some(({ name }) => name.text === 'bind' || name.text === 'import'))
          continue
        for (const key of server.keys) {
          const { zone } = zoneOf(key.text)
          const isInside = zones.some(
            own =>
              !own.endsWith('arpa') &&
              (zone === own || zone === `svc.${own}` || zone.endsWith(`.svc.${own}`))
          )
          if (zone === '' || !isInside) continue
          report(
            atWord(place, key, {
              message: `This block answers for ${zone} and has no kubernetes plugin.`
            })
          )
        }
      }
  }
})
