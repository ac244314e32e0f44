import { removedPlugins } from '../../model/coredns-plugins.ts'
import type { ConfigMap } from '../../model/kinds.ts'
import { isPlugin, pluginOrder } from '../../net/corefile/plugin-order.ts'
import { defineRule } from '../define-rule.ts'
import { usualCoredns } from '../shared/corefile-examples.ts'
import { atWord, corefilesOf, pluginsOf, withLine } from '../shared/corefiles.ts'
import { slipOf } from '../shared/slip-of.ts'

export default defineRule<ConfigMap>({
  id: 'corefile/unknown-plugin',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['coredns', 'dns'],
  what: 'The image of CoreDNS has no plugin of this name.',
  why: 'CoreDNS does not start with a plugin that it lacks; a reload keeps the old configuration. Only an image of your own can have others.',
  todo: 'Write the name of a plugin of CoreDNS.',
  docs: {
    bad: usualCoredns({ forward: 'proxy . /etc/resolv.conf' }),
    good: usualCoredns(),
    see: ['https://coredns.io/plugins/']
  },

  check({ manifest, report }) {
    for (const place of corefilesOf(manifest)) {
      if (place.problems.length > 0) continue
      for (const { plugin } of pluginsOf(place)) {
        const { text, line } = plugin.name
        if (isPlugin(text)) continue
        if (isZone(text) && plugin.block.length > 0) {
          report(
            atWord(place, plugin.name, {
              message: `${text} looks like a zone, and a server block can't stand inside of another.`,
              severity: 'warning',
              todo: 'Put the plugins into the block around it, or close that one first.'
            })
          )
          continue
        }
        const gone = removedPlugins.get(text)
        const meant = gone ?? slipOf(text, pluginOrder)
        report(
          atWord(place, plugin.name, {
            message:
              gone === undefined
                ? `CoreDNS brings no plugin ${text}${meant === undefined ? '' : `; ${meant} is one`}.`
                : `The plugin ${text} is gone${gone === '' ? '' : `; ${gone} took its place`}.`,
            severity: meant === undefined ? 'hint' : 'warning',
            fixes:
              meant === undefined || meant === ''
                ? []
                : [
                    {
                      title: `Use ${meant}`,
                      safe: false,
                      preferred: true,
                      change: edit =>
                        edit.set(
                          place.at,
                          withLine(place.text, line, content => content.replace(text, meant))
                        )
                    }
                  ]
          })
        )
      }
    }
  }
})

/** `.`, `example.org:53` and other keys of server blocks. */
function isZone(text: string): boolean {
  return text === '.' || /^(?:[\w-]+\.)+[\w-]*(?::\d+)?$|^\.?:\d+$/.test(text)
}
