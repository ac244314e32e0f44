import type { TraefikMatcher } from '../../model/traefik-rule.ts'
import { defineRule } from '../define-rule.ts'
import { rangeInText } from '../shared/text-range.ts'
import { ingressRoute, rulesOf, traefikKeys } from '../shared/traefik.ts'

export default defineRule({
  id: 'traefik/pattern-in-plain-match',
  appliesTo: traefikKeys('IngressRoute'),
  scope: 'manifest',
  severity: 'warning',
  tags: ['traefik'],
  what: 'A matcher that takes plain text has a pattern.',
  why: 'Host, Path and PathPrefix compare letter by letter since Traefik 3, so brackets, bars and stars have to stand in the request itself, and none ever matches.',
  todo: 'Use HostRegexp or PathRegexp, which take a regular expression.',
  docs: {
    bad: ingressRoute('Host(`shop.example`) && PathPrefix(`/(assets|icons)`)'),
    good: ingressRoute('Host(`shop.example`) && PathRegexp(`^/(assets|icons)`)'),
    see: [
      'https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/'
    ]
  },

  check({ manifest, report }) {
    for (const { at, text, rule, isOld } of rulesOf(manifest)) {
      if (rule.problem || isOld) continue
      for (const matcher of rule.matchers) {
        const other = regexpOf(matcher)
        if (other === undefined) continue
        report({
          at,
          part: 'value',
          range: place => rangeInText(place, at, text, matcher),
          message: `${matcher.name} takes no pattern, and ${String(matcher.args[0])} is one.`,
          todo: `Use ${other} with a regular expression of Go.`
        })
      }
    }
  }
})

/** The matcher for patterns, where a value can only be one; a dot and `*` alone may be meant as they are. */
function regexpOf({ name, args }: TraefikMatcher): string | undefined {
  const [value = ''] = args
  // A value in braces is a pattern of Traefik 2, of which another rule tells.
  if (args.length !== 1 || value.includes('{')) return undefined
  if (/^Path(?:Prefix)?$/i.test(name))
    return /\([^)]*\|[^)]*\)|\.[*+]|^\^|\$$|\\[dw./]|\[[^\]]+\][*+]/.test(value)
      ? 'PathRegexp'
      : undefined
  if (/^Host$/i.test(name))
    return /\.[*+]|^\^|\(.*\|.*\)|^\*\./.test(value) ? 'HostRegexp' : undefined
  return undefined
}
