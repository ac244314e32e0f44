import type { ConfigMap } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { corednsConfig, usualCoredns } from '../shared/corefile-examples.ts'
import { atWord, corefilesOf } from '../shared/corefiles.ts'

export default defineRule<ConfigMap>({
  id: 'corefile/syntax',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['coredns', 'dns'],
  what: 'The Corefile cannot be read.',
  why: 'CoreDNS keeps what it had when it reloads such a file, and does not start with it: after the next restart nothing in the cluster finds a name.',
  todo: 'Mend the line that is underlined; each block has one brace that opens and one that closes.',
  docs: {
    bad: corednsConfig(`.:53 {
  errors
  kubernetes cluster.local {
  forward . /etc/resolv.conf
  health
  ready
  loop
  reload
}`),
    good: usualCoredns(),
    see: ['https://coredns.io/manual/configuration/']
  },

  check({ manifest, report }) {
    for (const place of corefilesOf(manifest))
      for (const { word, message } of place.problems) report(atWord(place, word, { message }))
  }
})
