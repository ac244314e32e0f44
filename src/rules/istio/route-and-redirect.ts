import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'

const route = (more: string): string => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [web]
  http:
    - redirect: { uri: /new }
${more}`

export default defineRule({
  id: 'istio/route-and-redirect',
  appliesTo: networkingKeys('VirtualService'),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'route'],
  what: 'A route answers requests in two ways.',
  why: 'Istio refuses the object: requests are sent on, redirected or answered at once.',
  todo: 'Keep one of `route`, `redirect` and `directResponse`; take another route for the rest.',
  docs: {
    bad: route('      route: [{ destination: { host: web } }]\n'),
    good: route(''),
    see: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute']
  },

  check({ manifest, report }) {
    for (const http of specOf(manifest).get('http').items) {
      const [first, second] = ['route', 'redirect', 'directResponse']
        .map(key => http.get(key))
        .filter(one => one.isThere && !one.isEmpty)
      if (!first || !second) continue
      const [a, b] = [first, second].map(({ at }) => String(at.at(-1)))
      report({
        at: second.at,
        part: 'key',
        message: `\`${b ?? ''}\` stands beside \`${a ?? ''}\`.`,
        related: [{ at: first.at, message: 'The other is here.' }]
      })
    }
  }
})
