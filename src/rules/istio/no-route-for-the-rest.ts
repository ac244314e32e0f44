import type { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'

const service = (rest: string): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [web]
  http:
    - match: [{ headers: { x-group: { exact: beta } } }]
      route: [{ destination: { host: web-beta } }]
${rest}`

export default defineRule({
  id: 'istio/no-route-for-the-rest',
  appliesTo: networkingKeys('VirtualService'),
  scope: 'manifest',
  severity: 'hint',
  tags: ['istio', 'route'],
  what: 'Every route asks for something that only some requests have.',
  why: 'With a VirtualService the routes in it are all there are. A request that fits none of them gets 404, although the Service has Pods for it.',
  todo: 'Add a route without `match` as the last one.',
  docs: {
    bad: service(''),
    good: service('    - route: [{ destination: { host: web } }]\n'),
    see: ['https://istio.io/latest/docs/concepts/traffic-management/#routing-rule-precedence']
  },

  check({ manifest, report }) {
    const http = specOf(manifest).get('http')
    if (manifest.partial || http.items.length === 0) return
    if (!http.items.every(route => asksForMore(route.get('match')))) return
    report({
      at: http.at,
      part: 'key',
      message: 'A request without these headers or parameters has no route.'
    })
  }
})

/** Every match asks for a header or a parameter. */
function asksForMore({ items }: Field): boolean {
  return (
    items.length > 0 &&
    items.every(match => ['headers', 'queryParams'].some(key => match.get(key).keys.length > 0))
  )
}
