import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { ambientNamespace, ambientNamespaceOf, mayHaveWaypoint } from '../shared/ambient.ts'

const route = `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: reviews, namespace: shop }
spec:
  parentRefs: [{ group: "", kind: Service, name: reviews, port: 9080 }]
  rules:
    - backendRefs: [{ name: reviews-v1, port: 9080, weight: 9 }, { name: reviews-v2, port: 9080, weight: 1 }]
`

export default defineRule({
  id: 'istio/route-without-waypoint',
  appliesTo: ['HTTPRoute', 'GRPCRoute'].map(kind => `gateway.networking.k8s.io/v1/${kind}`),
  scope: 'workspace',
  severity: 'hint',
  tags: ['istio', 'ambient', 'gateway-api'],
  what: 'In ambient mode a route of a Service has no waypoint here.',
  why: 'Requests are routed by a waypoint. Without one ztunnel carries connections to the Service as they are, and weights and matches do nothing.',
  todo: 'Label the namespace or the Service with `istio.io/use-waypoint`, and add a Gateway of the class istio-waypoint.',
  docs: {
    bad: ambientNamespace + route,
    good: ambientNamespace.replace('ambient', 'ambient, istio.io/use-waypoint: waypoint') + route,
    see: ['https://istio.io/latest/docs/ambient/usage/waypoint/']
  },

  check({ manifest, workspace, report }) {
    const namespace = ambientNamespaceOf(workspace, manifest)
    if (!namespace || manifest.partial || mayHaveWaypoint(workspace, namespace)) return
    for (const parent of new Field(manifest.object).get('spec', 'parentRefs').items)
      if (parent.get('kind').text === 'Service')
        report({
          at: parent.at,
          message: `Nothing here says that requests to ${parent.get('name').text ?? ''} pass a waypoint.`,
          related: [
            { manifest: namespace, at: ['metadata', 'labels'], message: 'Its mode is ambient.' }
          ]
        })
  }
})
