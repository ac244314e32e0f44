import type { CorefileDirective } from '../../model/corefile.ts'
import type { ConfigMap } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { usualCoredns } from '../shared/corefile-examples.ts'
import { atWord, corefilesOf, pluginsOf, withLine } from '../shared/corefiles.ts'

export default defineRule<ConfigMap>({
  id: 'corefile/rewrite-without-answer',
  appliesTo: ['v1/ConfigMap'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['coredns', 'dns'],
  what: 'A name is rewritten in the question and not in the answer.',
  why: 'For an exact name CoreDNS puts the old name back into the answer by itself, for a pattern it does not. The client gets an answer for a name that it did not ask for, and many resolvers throw it away.',
  todo: 'Write answer auto at the end of the rule, or an answer rule of its own.',
  docs: {
    bad: usualCoredns({ ready: 'ready\nrewrite name suffix .shop.test .shop.svc.cluster.local' }),
    good: usualCoredns({
      ready: 'ready\nrewrite name suffix .shop.test .shop.svc.cluster.local answer auto'
    }),
    see: ['https://coredns.io/plugins/rewrite/']
  },

  check({ manifest, report }) {
    for (const place of corefilesOf(manifest))
      for (const { plugin } of pluginsOf(place)) {
        if (plugin.name.text !== 'rewrite') continue
        const rule = nameRuleOf(plugin)
        if (!rule) continue
        const end = (rule.args.at(-1) ?? rule.name).end
        report(
          atWord(place, rule.name, {
            message: 'The answer keeps the name that the question was rewritten to.',
            fixes: [
              {
                title: 'Add answer auto',
                safe: false,
                preferred: true,
                change: edit =>
                  edit.set(
                    place.at,
                    withLine(
                      place.text,
                      rule.name.line,
                      // Before a comment at the end of the line.
                      content => `${content.slice(0, end)} answer auto${content.slice(end)}`
                    )
                  )
              }
            ]
          })
        )
      }
  }
})

/** The rule for names by a pattern in a rewrite, when no answer goes with it. */
function nameRuleOf({ name, args, block }: CorefileDirective): CorefileDirective | undefined {
  const lines = block.length > 0 ? block : [{ name, args: args.filter(isNoMode), block: [] }]
  if (
    lines.some(
      line => line.name.text === 'answer' || line.args.some(({ text }) => text === 'answer')
    )
  )
    return undefined
  return lines.find(line => {
    const words = line.name.text === 'rewrite' ? line.args : [line.name, ...line.args]
    return (
      words[0]?.text === 'name' && /^(?:prefix|suffix|substring|regex)$/.test(words[1]?.text ?? '')
    )
  })
}

function isNoMode({ text }: { readonly text: string }): boolean {
  return text !== 'stop' && text !== 'continue'
}
