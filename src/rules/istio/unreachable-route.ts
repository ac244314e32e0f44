import type { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'

const routes = (first: string, second: string): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http:
    - ${first}
    - ${second}
`

const all = 'route: [{ destination: { host: reviews-v1 } }]'
const beta = `match: [{ headers: { beta: { exact: "1" } } }]
      route: [{ destination: { host: reviews-v2 } }]`

export default defineRule({
  id: 'istio/unreachable-route',
  appliesTo: networkingKeys('VirtualService'),
  scope: 'manifest',
  severity: 'warning',
  tags: ['istio', 'route'],
  what: 'A route stands behind one that takes every request.',
  why: 'The routes are tried in their order and the first that matches is taken, so the ones behind it never are.',
  todo: 'Put the route that takes everything last.',
  docs: {
    bad: routes(all, beta),
    good: routes(beta, all),
    see: ['https://istio.io/latest/docs/concepts/traffic-management/#routing-rule-precedence']
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    for (const kind of ['http', 'tcp', 'tls']) {
      const list = specOf(manifest).get(kind).items
      const catchAll = list.findIndex(takesEverything)
      if (catchAll < 0) continue
      for (const route of list.slice(catchAll + 1))
        report({
          at: route.at,
          message: `The route ${catchAll + 1} takes every request before this one is asked.`,
          related: [{ at: list[catchAll]?.at ?? [], message: 'It takes everything.' }]
        })
    }
  }
})

function takesEverything(route: Field): boolean {
  const matches = route.get('match')
  if (!matches.isThere) return true
  return matches.items.some(match => {
    const keys = match.keys.filter(key => key !== 'name')
    return (
      match.isMap &&
      (keys.length === 0 ||
        (keys.length === 1 && keys[0] === 'uri' && match.get('uri', 'prefix').text === '/'))
    )
  })
}
