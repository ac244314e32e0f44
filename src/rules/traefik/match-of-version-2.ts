import type { TraefikMatcher } from '../../model/traefik-rule.ts'
import { defineRule } from '../define-rule.ts'
import { ingressRoute, rulesOf, traefikKeys } from '../shared/traefik.ts'
import { rangeInText } from '../shared/text-range.ts'

export default defineRule({
  id: 'traefik/match-of-version-2',
  appliesTo: traefikKeys('IngressRoute', 'IngressRouteTCP'),
  scope: 'manifest',
  severity: 'warning',
  tags: ['traefik', 'version'],
  what: 'A matcher has values as Traefik 2 reads them.',
  why: 'Since Traefik 3 a matcher takes one value, and a pattern is a plain regular expression. The route is left out, or matches something else.',
  todo: 'Join several matchers by `||`, or mark the route with `syntax: v2` for the time of the migration.',
  docs: {
    bad: ingressRoute('Host(`shop.example`, `www.shop.example`)'),
    good: ingressRoute('Host(`shop.example`) || Host(`www.shop.example`)'),
    see: ['https://doc.traefik.io/traefik/migrate/v2-to-v3-details/#router-rule-matchers']
  },

  check({ manifest, report }) {
    for (const { at, text, rule, isOld } of rulesOf(manifest)) {
      if (rule.problem || isOld) continue
      for (const matcher of rule.matchers) {
        const message = oldValue(matcher)
        if (message === undefined) continue
        const several = `(${matcher.args.map(value => `${matcher.name}(\`${value}\`)`).join(' || ')})`
        const isOnly = matcher.start === 0 && matcher.end === text.length
        const joined = isOnly ? several.slice(1, -1) : several
        report({
          at,
          part: 'value',
          range: place => rangeInText(place, at, text, matcher),
          message,
          fixes: oneValue.test(matcher.name)
            ? [
                {
                  title: `Write \`${joined}\``,
                  safe: false,
                  preferred: true,
                  change: edit =>
                    edit.set(at, text.slice(0, matcher.start) + joined + text.slice(matcher.end))
                }
              ]
            : []
        })
      }
    }
  }
})

const oneValue = /^(?:Host|Path|PathPrefix|Method|ClientIP|HostSNI|ALPN)$/i

function oldValue({ name, args }: TraefikMatcher): string | undefined {
  if (oneValue.test(name) && args.length > 1)
    return `${name} takes one value, and here are ${args.length}.`
  if (/^Query$/i.test(name) && args.length === 1 && args[0]?.includes('=') === true)
    return 'Query takes the name and the value as two values.'
  if (
    /^(?:HostRegexp|HostSNIRegexp|Path|PathPrefix)$/i.test(name) &&
    /\{\w*(?::[^}]*)?\}/.test(args[0] ?? '') &&
    !/[^\\]\{\d/.test(args[0] ?? '')
  )
    return `${args[0] ?? ''} is a pattern of Traefik 2.`
  return undefined
}
