import { oncePlugins } from '../../model/coredns-plugins.ts'
import type { ConfigMap } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { usualCoredns } from '../shared/corefile-examples.ts'
import { atWord, corefilesOf, withLine } from '../shared/corefiles.ts'

export default defineRule<ConfigMap>({
  id: 'corefile/duplicate-plugin',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['coredns', 'dns'],
  what: 'A plugin that may stand once in a server block stands there twice.',
  why: 'CoreDNS does not start with it ("this plugin can only be used once per Server Block"); a reload keeps the old configuration.',
  todo: 'Keep one of the two.',
  docs: {
    bad: usualCoredns({ cache: 'cache 30\ncache 300' }),
    good: usualCoredns(),
    see: ['https://coredns.io/manual/configuration/']
  },

  check({ manifest, report }) {
    for (const place of corefilesOf(manifest))
      for (const { directives } of place.servers)
        for (const [i, { name, block }] of directives.entries()) {
          if (!oncePlugins.has(name.text)) continue
          if (!directives.slice(0, i).some(other => other.name.text === name.text)) continue
          report(
            atWord(place, name, {
              message: `${name.text} stands in this server block already.`,
              fixes:
                block.length > 0
                  ? []
                  : [
                      {
                        title: 'Remove the second one',
                        safe: false,
                        preferred: true,
                        change: edit =>
                          edit.set(
                            place.at,
                            withLine(place.text, name.line, () => undefined)
                          )
                      }
                    ]
            })
          )
        }
  }
})
