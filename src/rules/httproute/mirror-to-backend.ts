import { recordOf } from '../../base/json.ts'
import type { HTTPRoute } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { httpRouteKeys } from '../shared/routes.ts'

export default defineRule<HTTPRoute>({
  id: 'httproute/mirror-to-backend',
  appliesTo: httpRouteKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['gateway-api', 'routing'],
  what: 'Requests are mirrored to the backend that gets them anyway.',
  why: 'The backend sees every request twice, one of them without anybody reading its answer: an order is placed twice.',
  todo: 'Mirror to another Service, or remove the filter.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules:
    - filters:
        - type: RequestMirror
          requestMirror: { backendRef: { name: shop, port: 80 } }
      backendRefs: [{ name: shop, port: 80 }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules:
    - filters:
        - type: RequestMirror
          requestMirror: { backendRef: { name: shop-next, port: 80 } }
      backendRefs: [{ name: shop, port: 80 }]
`,
    see: ['https://gateway-api.sigs.k8s.io/guides/user-guides/http-request-mirroring/']
  },

  check({ manifest, report }) {
    for (const [i, { filters = [], backendRefs = [] }] of (
      manifest.object.spec?.rules ?? []
    ).entries())
      for (const [j, filter] of filters.entries()) {
        if (filter.type !== 'RequestMirror') continue
        const { name, namespace } = recordOf(recordOf(filter.requestMirror).backendRef)
        if (typeof name !== 'string') continue
        if (!backendRefs.some(one => one.name === name && one.namespace === namespace)) continue
        const at = ['spec', 'rules', i, 'filters', j]
        report({
          at: [...at, 'requestMirror', 'backendRef', 'name'],
          part: 'value',
          message: `${name} gets every request of this rule twice.`,
          fixes: [
            {
              title: 'Remove the filter',
              safe: false,
              change: edit => edit.remove(filters.length === 1 ? at.slice(0, -1) : at)
            }
          ]
        })
      }
  }
})
