import type { ConfigMap } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { usualCoredns } from '../shared/corefile-examples.ts'
import { atWord, clusterZonesOf, corefilesOf } from '../shared/corefiles.ts'

const usual: ReadonlyMap<string, string> = new Map([
  ['ready', 'the readiness probe of the usual Deployment never succeeds'],
  ['health', 'the liveness probe of the usual Deployment fails, and CoreDNS is restarted'],
  ['loop', 'a loop of queries is not noticed'],
  ['reload', 'a change of the ConfigMap takes effect only after a restart']
])

export default defineRule<ConfigMap>({
  id: 'corefile/usual-plugin-missing',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['coredns', 'dns'],
  what: 'The Corefile of the cluster lacks a plugin that the usual one has.',
  why: 'The Deployment of CoreDNS probes what health and ready answer, loop stops queries that come back, and reload takes up changes of the ConfigMap.',
  todo: 'Add the plugin to the server block with the kubernetes plugin, unless it is left out on purpose.',
  docs: {
    bad: usualCoredns({ reload: '' }),
    good: usualCoredns(),
    see: ['https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/']
  },

  check({ manifest, report }) {
    if (manifest.partial || manifest.name !== 'coredns') return
    for (const place of corefilesOf(manifest)) {
      if (!place.isWhole || place.problems.length > 0) continue
      const all = place.servers.flatMap(({ directives }) => directives.map(({ name }) => name.text))
      const main = place.servers.find(server => clusterZonesOf(server).length > 0)?.keys[0]
      // An imported file may have them.
      if (!main || all.includes('import')) continue
      const missing = [...usual].filter(([plugin]) => !all.includes(plugin))
      if (missing.length === 0) continue
      report(
        atWord(place, main, {
          message: missing.map(([plugin, effect]) => `Without ${plugin} ${effect}.`).join(' ')
        })
      )
    }
  }
})
