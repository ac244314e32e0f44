import type { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import { networkingKeys, securityKeys, specOf } from '../shared/istio.ts'
import { routeByPrefix } from '../shared/istio-examples.ts'
import { isFilledIn, matchesOf, operationsOf } from '../shared/istio-parts.ts'
import { setTo } from '../shared/set-to.ts'

export default defineRule({
  id: 'istio/path-without-slash',
  appliesTo: [...networkingKeys('VirtualService'), ...securityKeys('AuthorizationPolicy')],
  scope: 'manifest',
  severity: 'warning',
  tags: ['istio', 'route', 'policy'],
  what: 'A path does not begin with a slash.',
  why: 'The path of every request does, so none matches: a route is never taken, a rule never applies.',
  todo: 'Begin the path with `/`.',
  docs: {
    bad: routeByPrefix('api'),
    good: routeByPrefix('/api'),
    see: [
      'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest'
    ]
  },

  check({ manifest, report }) {
    for (const { text, at } of pathsOf(manifest)) {
      // A star stands for any beginning, and `*` alone for the server as a whole.
      if (text === undefined || isFilledIn(text) || /^(?:[/*{]|$)/.test(text)) continue
      const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(text)
      const meant = `/${text}`
      report({
        at,
        part: 'value',
        message: isUrl
          ? `${text} is a URL; the path alone is compared here.`
          : `No path begins with ${text}.`,
        fixes: isUrl ? [] : setTo(at, meant)
      })
    }
  }
})

function pathsOf(manifest: Manifest): readonly Field[] {
  const spec = specOf(manifest)
  return manifest.object.kind === 'VirtualService'
    ? matchesOf(spec, 'http').flatMap(match =>
        ['exact', 'prefix'].map(key => match.get('uri', key))
      )
    : operationsOf(spec).flatMap(operation =>
        ['paths', 'notPaths'].flatMap(key => operation.get(key).items)
      )
}
