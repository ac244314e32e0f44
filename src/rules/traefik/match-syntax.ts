import { defineRule } from '../define-rule.ts'
import { ingressRoute, rulesOf, traefikKeys } from '../shared/traefik.ts'
import { rangeInText } from '../shared/text-range.ts'

export default defineRule({
  id: 'traefik/match-syntax',
  appliesTo: [
    ...traefikKeys('IngressRoute', 'IngressRouteTCP'),
    'traefik.containo.us/v1alpha1/IngressRoute',
    'traefik.containo.us/v1alpha1/IngressRouteTCP'
  ],
  scope: 'manifest',
  severity: 'error',
  tags: ['traefik', 'route'],
  what: 'The rule of a route cannot be read.',
  why: 'Traefik leaves the route out and says so in its log only; requests get 404.',
  todo: 'Write matchers as Host(`example.com`), joined by `&&` or `||`.',
  docs: {
    bad: ingressRoute('Host(`shop.example`) AND PathPrefix(`/api`)'),
    good: ingressRoute('Host(`shop.example`) && PathPrefix(`/api`)'),
    see: [
      'https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/'
    ]
  },

  check({ manifest, report }) {
    for (const { at, text, rule } of rulesOf(manifest)) {
      const { problem } = rule
      if (!problem) continue
      const mended = /^Write `(&&|\|\|)`/.exec(problem.message)?.[1]
      report({
        at,
        part: 'value',
        range: place => rangeInText(place, at, text, problem),
        message: problem.message,
        fixes:
          mended === undefined
            ? []
            : [
                {
                  title: `Write \`${mended}\``,
                  safe: true,
                  preferred: true,
                  change: edit =>
                    edit.set(at, text.slice(0, problem.start) + mended + text.slice(problem.end))
                }
              ]
      })
    }
  }
})
