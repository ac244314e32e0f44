import { argumentFaults } from '../../model/corefile-arguments.ts'
import type { CorefileDirective, CorefileServer } from '../../model/corefile.ts'
import type { ConfigMap } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { usualCoredns } from '../shared/corefile-examples.ts'
import { atWord, corefilesOf, pluginsOf, withLine } from '../shared/corefiles.ts'

const corefile = (line: string): string =>
  usualCoredns({ fallthrough: `${line}\nfallthrough in-addr.arpa ip6.arpa` })

export default defineRule<ConfigMap>({
  id: 'corefile/argument-invalid',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['coredns', 'dns'],
  what: 'A plugin of CoreDNS gets an argument that it does not take.',
  why: 'CoreDNS does not start with most of these, and keeps its old configuration when it reloads. A few it passes over in silence, so that the line does nothing.',
  todo: 'Write what the plugin takes at this place.',
  docs: {
    bad: corefile('pods insecured'),
    good: corefile('pods insecure'),
    see: ['https://coredns.io/plugins/']
  },

  check({ manifest, report }) {
    for (const place of corefilesOf(manifest)) {
      if (place.problems.length > 0) continue
      for (const { plugin, server } of pluginsOf(place)) {
        for (const { word, message, meant } of argumentFaults(plugin))
          report(
            atWord(place, word, {
              message,
              fixes:
                meant === undefined
                  ? []
                  : [
                      {
                        title: `Set to \`${meant}\``,
                        safe: false,
                        preferred: true,
                        change: edit =>
                          edit.set(
                            place.at,
                            withLine(
                              place.text,
                              word.line,
                              content =>
                                content.slice(0, word.start) + meant + content.slice(word.end)
                            )
                          )
                      }
                    ]
            })
          )
        const search = server && withoutSearch(plugin, server)
        if (search)
          report(
            atWord(place, search.word, {
              message: search.message,
              why: 'autopath asks the kubernetes plugin which Pod sends the query. Without an answer it does nothing, and says nothing.',
              todo: 'Put the kubernetes plugin with `pods verified` into the same server block.'
            })
          )
      }
    }
  }
})

/** autopath by Kubernetes where that plugin can't tell it of Pods. */
function withoutSearch(
  { name, args }: CorefileDirective,
  { directives }: CorefileServer
): { readonly word: CorefileDirective['name']; readonly message: string } | undefined {
  const word = args.at(-1)
  if (name.text !== 'autopath' || word?.text !== '@kubernetes') return undefined
  // What is imported may bring the plugin.
  if (directives.some(other => other.name.text === 'import')) return undefined
  const plugin = directives.find(other => other.name.text === 'kubernetes')
  if (!plugin) return { word, message: 'This server block has no kubernetes plugin to ask.' }
  const pods = plugin.block.find(line => line.name.text === 'pods')?.args[0]?.text ?? 'disabled'
  return pods === 'verified'
    ? undefined
    : { word, message: `The kubernetes plugin watches no Pods with \`pods ${pods}\`.` }
}
