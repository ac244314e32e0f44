import { zoneOf } from '../../model/corefile.ts'
import type { ConfigMap } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { usualCoredns } from '../shared/corefile-examples.ts'
import { atWord, clusterZonesOf, corefilesOf } from '../shared/corefiles.ts'

export default defineRule<ConfigMap>({
  id: 'corefile/zone-dot-local',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['coredns', 'dns'],
  what: 'The zone ends in .local, which is for multicast DNS.',
  why: 'Many systems look up names below .local by multicast on the network and never ask a DNS server, so who is outside of the cluster does not find them.',
  todo: 'Use a domain of your own, or .internal; for examples .test.',
  docs: {
    bad: usualCoredns({}, 'corp.local:53 {\n  forward . 192.0.2.53\n}'),
    good: usualCoredns({}, 'corp.internal:53 {\n  forward . 192.0.2.53\n}'),
    see: [
      'https://www.rfc-editor.org/rfc/rfc6762#section-3',
      'https://www.rfc-editor.org/rfc/rfc6761'
    ]
  },

  check({ manifest, report }) {
    for (const place of corefilesOf(manifest))
      for (const server of place.servers) {
        if (clusterZonesOf(server).length > 0) continue
        for (const key of server.keys) {
          const { zone } = zoneOf(key.text)
          if (!zone.endsWith('.local') || /(?:^|\.)cluster\.local$/.test(zone)) continue
          report(atWord(place, key, { message: `${zone} is below .local.` }))
        }
      }
  }
})
