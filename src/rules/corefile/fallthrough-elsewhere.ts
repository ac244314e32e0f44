import { zoneOf, type CorefileDirective, type CorefileServer } from '../../model/corefile.ts'
import type { ConfigMap } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { usualCoredns } from '../shared/corefile-examples.ts'
import { atWord, corefilesOf, isSnippet, pluginsOf } from '../shared/corefiles.ts'

const corefile = (zones: string): string => usualCoredns({ fallthrough: `fallthrough ${zones}` })

/** How many words stand before the zones. */
const wordsBefore: Readonly<Record<string, number>> = { kubernetes: 0, hosts: 1, template: 2 }

export default defineRule<ConfigMap>({
  id: 'corefile/fallthrough-elsewhere',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['coredns', 'dns'],
  what: 'A zone behind `fallthrough` is none that the plugin answers for.',
  why: 'A plugin hands on questions about its own zones alone; about others it is never asked, so the word has no effect. Names of its zones that it does not find end with NXDOMAIN.',
  todo: 'Name a zone of the plugin or one below it, or none for all of them.',
  docs: {
    bad: corefile('example.org'),
    good: corefile('in-addr.arpa ip6.arpa'),
    see: ['https://coredns.io/plugins/kubernetes/']
  },

  check({ manifest, report }) {
    for (const place of corefilesOf(manifest)) {
      if (place.problems.length > 0) continue
      for (const { plugin, server } of pluginsOf(place)) {
        const zones = zonesOf(plugin, server)
        if (!zones) continue
        for (const word of plugin.block
          .filter(({ name }) => name.text === 'fallthrough')
          .flatMap(({ args }) => args)) {
          const { zone } = zoneOf(word.text)
          if (
            /[{}$/]/.test(word.text) ||
            zones.some(own => isBelow(own, zone) || isBelow(zone, own))
          )
            continue
          report(
            atWord(place, word, {
              message: `${plugin.name.text} does not answer for ${word.text}, but for ${zones.map(own => (own === '' ? '.' : own)).join(', ')}.`
            })
          )
        }
      }
    }
  }
})

/** The zones of a plugin, or those of its server block; nothing where they can't be told. */
function zonesOf(
  { name, args }: CorefileDirective,
  server: CorefileServer | undefined
): readonly string[] | undefined {
  const before = Object.hasOwn(wordsBefore, name.text) ? wordsBefore[name.text] : undefined
  if (before === undefined) return undefined
  const own = args.slice(before)
  if (own.length === 0 && (!server || isSnippet(server))) return undefined
  const texts = (own.length > 0 ? own : (server?.keys ?? [])).map(({ text }) => text)
  // Ranges of addresses stand for zones of their own.
  return texts.some(text => /[{}$/]/.test(text.replace(/^[a-z]+:\/\//, '')))
    ? undefined
    : texts.map(text => zoneOf(text).zone)
}

function isBelow(zone: string, above: string): boolean {
  return above === '' || zone === above || zone.endsWith(`.${above}`)
}
