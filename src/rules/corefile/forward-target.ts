import { parseIp } from '../../model/cidr.ts'
import type { ConfigMap } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { usualCoredns } from '../shared/corefile-examples.ts'
import { atWord, corefilesOf, pluginsOf } from '../shared/corefiles.ts'

export default defineRule<ConfigMap>({
  id: 'corefile/forward-target',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['coredns', 'dns'],
  what: 'The target of forward is neither an address nor a file.',
  why: 'forward takes addresses, with dns:// or tls:// and a port if need be, and files such as /etc/resolv.conf. With a name CoreDNS does not start ("not an IP address or file").',
  todo: 'Write the address of the resolver.',
  docs: {
    bad: usualCoredns({ forward: 'forward . dns.google' }),
    good: usualCoredns(),
    see: ['https://coredns.io/plugins/forward/']
  },

  check({ manifest, report }) {
    for (const place of corefilesOf(manifest)) {
      if (place.problems.length > 0) continue
      for (const { plugin } of pluginsOf(place)) {
        if (plugin.name.text !== 'forward') continue
        // Newer versions look up names once they start, by the resolvers that this option names.
        const looksUp = plugin.block.some(line => line.name.text === 'resolver')
        for (const target of plugin.args.slice(1)) {
          if (looksUp && /[a-z]/i.test(target.text)) continue
          // A placeholder is filled in before the file is applied, or when the cache on nodes starts.
          if (isTarget(target.text) || /[{}$]|__|@/.test(target.text)) continue
          report(
            atWord(place, target, { message: `${target.text} is neither an address nor a file.` })
          )
        }
      }
    }
  }
})

function isTarget(text: string): boolean {
  if (text.startsWith('/') || text.startsWith('./')) return true
  const host = text.replace(/^(?:dns|tls|https):\/\//, '').replace(/%[\w.]+/, '')
  const bare = /^\[(.*)\](?::\d+)?$/.exec(host)?.[1] ?? host.replace(/^([\d.]+):\d+$/, '$1')
  // A file beside the Corefile is allowed as well, and has a dot seldom.
  return parseIp(bare) !== undefined || text.endsWith('.conf') || text.startsWith('https://')
}
