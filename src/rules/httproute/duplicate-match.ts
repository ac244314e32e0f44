import { jsonEqual } from '../../base/json.ts'
import type { HTTPRoute, HTTPRouteMatch } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { httpRouteKeys } from '../shared/routes.ts'

export default defineRule<HTTPRoute>({
  id: 'httproute/duplicate-match',
  appliesTo: httpRouteKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['gateway-api', 'routing'],
  what: 'Two rules of the route match the same requests.',
  why: 'Of two equal matches the first one wins, so the backends of the second rule get no request by it.',
  todo: 'Put the backends into one rule with weights, or change one of the matches.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules:
    - matches: [{ path: { type: PathPrefix, value: /shop } }]
      backendRefs: [{ name: shop-v1, port: 80 }]
    - matches: [{ path: { type: PathPrefix, value: /shop } }]
      backendRefs: [{ name: shop-v2, port: 80 }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules:
    - matches: [{ path: { type: PathPrefix, value: /shop } }]
      backendRefs: [{ name: shop-v1, port: 80, weight: 50 }, { name: shop-v2, port: 80, weight: 50 }]
`,
    see: ['https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule']
  },

  check({ manifest, report }) {
    const seen: { readonly match: HTTPRouteMatch; readonly at: readonly (string | number)[] }[] = []
    for (const [i, { matches = [] }] of (manifest.object.spec?.rules ?? []).entries()) {
      // A rule without matches is for every path.
      const own = matches.length > 0 ? matches : [{}]
      for (const [j, match] of own.entries()) {
        const at = matches.length > 0 ? ['spec', 'rules', i, 'matches', j] : ['spec', 'rules', i]
        const plain = withDefaults(match)
        const first = seen.find(other => jsonEqual(other.match, plain))
        if (!first) seen.push({ match: plain, at })
        else
          report({
            at,
            part: 'value',
            message: 'These requests are matched by a rule above already.',
            related: [{ at: first.at, message: 'They are matched here first.' }]
          })
      }
    }
  }
})

function withDefaults({
  path,
  headers = [],
  queryParams = [],
  method
}: HTTPRouteMatch): HTTPRouteMatch {
  const { type = 'PathPrefix', value = '/' } = path ?? {}
  const exact = ({
    type: kind = 'Exact',
    name,
    value: text
  }: {
    readonly type?: string
    readonly name: string
    readonly value: string
  }) => ({
    type: kind,
    name,
    value: text
  })
  return {
    path: { type, value },
    headers: headers.map(exact),
    queryParams: queryParams.map(exact),
    ...(method !== undefined && { method })
  }
}
