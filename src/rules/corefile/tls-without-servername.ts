import type { ConfigMap } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { usualCoredns } from '../shared/corefile-examples.ts'
import { atWord, corefilesOf, pluginsOf } from '../shared/corefiles.ts'

export default defineRule<ConfigMap>({
  id: 'corefile/tls-without-servername',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['coredns', 'dns', 'tls'],
  what: 'Queries are forwarded over TLS without the name of the server.',
  why: 'Without tls_servername the certificate has to be for the bare address, which few are; then every query fails.',
  todo: 'Write tls_servername in the block of forward.',
  docs: {
    bad: usualCoredns({ forward: 'forward . tls://9.9.9.9' }),
    good: usualCoredns({ forward: 'forward . tls://9.9.9.9 {\n  tls_servername dns.quad9.net\n}' }),
    see: ['https://coredns.io/plugins/forward/']
  },

  check({ manifest, report }) {
    for (const place of corefilesOf(manifest))
      for (const { plugin } of pluginsOf(place)) {
        if (plugin.name.text !== 'forward') continue
        const target = plugin.args.slice(1).find(({ text }) => text.startsWith('tls://'))
        if (!target || plugin.block.some(({ name }) => name.text === 'tls_servername')) continue
        // From CoreDNS 1.14 on the name can stand behind the address.
        if (target.text.includes('%')) continue
        report(
          atWord(place, target, {
            message: `The certificate has to be for ${target.text.slice(6)}.`
          })
        )
      }
  }
})
