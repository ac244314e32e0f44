import type { HTTPRoute } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { httpRouteKeys, serviceBackendsOf } from '../shared/routes.ts'

const route = (main: string): string => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: split, namespace: shop }
spec:
  parentRefs: [{ group: "", kind: Service, name: web, port: 80 }]
  rules:
    - backendRefs:
        - { name: ${main}, port: 80, weight: 9 }
        - { name: web-v2, port: 80, weight: 1 }
`

export default defineRule<HTTPRoute>({
  id: 'route/backend-is-parent',
  appliesTo: httpRouteKeys,
  scope: 'manifest',
  severity: 'hint',
  tags: ['gateway-api', 'mesh', 'traffic-split'],
  what: 'A route of a mesh splits the traffic of a Service, and one share goes to this very Service.',
  why: 'The share goes to all endpoints of the Service, those of the other versions among them, so the other versions get more than their own weight says.',
  todo: 'Send each share to a Service that selects one version.',
  docs: {
    bad: route('web'),
    good: route('web-v1'),
    see: ['https://gateway-api.sigs.k8s.io/mesh/service-facets/']
  },

  check({ manifest, report }) {
    const { object, namespace } = manifest
    const backends = serviceBackendsOf(object)
    for (const parent of object.spec?.parentRefs ?? []) {
      if (parent.kind !== 'Service' || (parent.namespace ?? namespace) !== namespace) continue
      for (const { backend, at } of backends) {
        if (backend.name !== parent.name || (backend.namespace ?? namespace) !== namespace) continue
        // Alone it only means that nothing is changed about where requests go.
        const rule = at[2]
        const beside = backends.filter(
          one => one.at[2] === rule && one.backend.name !== parent.name
        )
        if (!beside.some(one => one.backend.weight !== 0)) continue
        report({
          at: [...at, 'name'],
          part: 'value',
          message: `Service ${parent.name} is the parent of the route as well.`
        })
      }
    }
  }
})
