import type { ConfigMap } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { corednsConfig, usualCoredns } from '../shared/corefile-examples.ts'
import { atWord, clusterZonesOf, corefilesOf } from '../shared/corefiles.ts'

export default defineRule<ConfigMap>({
  id: 'corefile/kubernetes-plugin-missing',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['coredns', 'dns'],
  what: 'The Corefile of the cluster has no kubernetes plugin.',
  why: 'The names of Services and Pods come from this plugin. Without it no Pod finds a Service by its name.',
  todo: 'Add the plugin with the domain of the cluster to the main server block.',
  docs: {
    bad: corednsConfig(`.:53 {
  errors
  health
  ready
  forward . /etc/resolv.conf
  cache 30
  loop
  reload
}`),
    good: usualCoredns(),
    see: ['https://coredns.io/plugins/kubernetes/']
  },

  check({ manifest, report }) {
    if (manifest.name !== 'coredns' || manifest.namespace !== 'kube-system' || manifest.partial)
      return
    for (const place of corefilesOf(manifest)) {
      if (!place.isWhole || place.problems.length > 0) continue
      const all = place.servers.flatMap(({ directives }) => directives.map(({ name }) => name.text))
      const key = place.servers[0]?.keys[0]
      // Another plugin of the same purpose, and what is imported, may serve the cluster.
      if (!key || all.some(name => /^(?:import|kubernetai|k8s_\w+)$/.test(name))) continue
      if (place.servers.some(server => clusterZonesOf(server).length > 0)) continue
      report(atWord(place, key, { message: 'No server block has the kubernetes plugin.' }))
    }
  }
})
