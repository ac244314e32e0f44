import { zoneOf } from '../../model/corefile.ts'
import type { ConfigMap } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { usualCoredns } from '../shared/corefile-examples.ts'
import { atWord, corefilesOf, isSnippet } from '../shared/corefiles.ts'

export default defineRule<ConfigMap>({
  id: 'corefile/duplicate-zone',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['coredns', 'dns'],
  what: 'Two server blocks are for the same zone and port.',
  why: 'CoreDNS does not start with it ("cannot serve …, it is already defined"); a reload keeps the old configuration.',
  todo: 'Put the plugins into one block, or give one of them another zone.',
  docs: {
    bad: usualCoredns(
      {},
      'corp.example {\n  forward . 192.0.2.53\n}\ncorp.example:53 {\n  forward . 192.0.2.54\n}'
    ),
    good: usualCoredns({}, 'corp.example {\n  forward . 192.0.2.53 192.0.2.54\n}'),
    see: ['https://coredns.io/manual/configuration/']
  },

  check({ manifest, report }) {
    for (const place of corefilesOf(manifest)) {
      const seen = new Set<string>()
      for (const server of place.servers) {
        // Blocks with a view of their own, or bound to other addresses, share a zone on purpose.
        const parted = server.directives.some(({ name }) => /^(?:view|bind)$/.test(name.text))
        if (isSnippet(server) || parted) continue
        for (const key of server.keys) {
          const { zone, port } = zoneOf(key.text)
          const one = `${zone} ${port}`
          if (seen.has(one))
            report(
              atWord(place, key, {
                message: `${zone === '' ? '.' : zone} is served by a block above already.`
              })
            )
          seen.add(one)
        }
      }
    }
  }
})
