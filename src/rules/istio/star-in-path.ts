import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'
import { routeByPrefix } from '../shared/istio-examples.ts'
import { isFilledIn, matchesOf } from '../shared/istio-parts.ts'

export default defineRule({
  id: 'istio/star-in-path',
  appliesTo: networkingKeys('VirtualService'),
  scope: 'manifest',
  severity: 'warning',
  tags: ['istio', 'route'],
  what: 'A path of a route ends in a star.',
  why: 'In a VirtualService a star is a character like any other: `prefix` stands for everything that begins so already, and `exact` for this very text. Only paths of an AuthorizationPolicy know it as a wildcard.',
  todo: 'Leave the star away and use `prefix`, or write a `regex`.',
  docs: {
    bad: routeByPrefix('/api/*'),
    good: routeByPrefix('/api/'),
    see: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch']
  },

  check({ manifest, report }) {
    for (const match of matchesOf(specOf(manifest), 'http'))
      for (const key of ['prefix', 'exact']) {
        const { text, at } = match.get('uri', key)
        if (text === undefined || isFilledIn(text) || !/^\/.*\*$/.test(text)) continue
        const meant = text.replace(/\*+$/, '')
        report({
          at,
          part: 'value',
          message: `${text} matches only a path that has the star in it.`,
          fixes:
            key === 'prefix'
              ? [
                  {
                    title: `Set to \`${meant}\``,
                    safe: false,
                    preferred: true,
                    change: edit => edit.set(at, meant)
                  }
                ]
              : []
        })
      }
  }
})
