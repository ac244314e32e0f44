import { defineRule } from '../define-rule.ts'
import { ambientNamespace, ambientNamespaceOf } from '../shared/ambient.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'

const route = `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: reviews, namespace: shop }
spec:
  parentRefs: [{ group: "", kind: Service, name: reviews, port: 9080 }]
  rules: [{ backendRefs: [{ name: reviews-v1, port: 9080 }] }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: waypoint, namespace: shop }
spec:
  gatewayClassName: istio-waypoint
  listeners: [{ name: mesh, port: 15008, protocol: HBONE }]
`

export default defineRule({
  id: 'istio/virtual-service-on-waypoint',
  appliesTo: networkingKeys('VirtualService'),
  scope: 'workspace',
  severity: 'hint',
  tags: ['istio', 'ambient'],
  what: 'A VirtualService routes inside of a namespace in ambient mode.',
  why: 'Waypoints take VirtualServices as an alpha feature only; beside an HTTPRoute for the same Service it is not defined which one holds.',
  todo: 'Write an HTTPRoute with the Service as its parent.',
  docs: {
    bad: `${ambientNamespace}---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http: [{ route: [{ destination: { host: reviews-v1 } }] }]
`,
    good: `${ambientNamespace}${route}`,
    see: ['https://istio.io/latest/docs/ambient/usage/l7-features/']
  },
  labs: ['service-mesh'],

  check({ manifest, workspace, report }) {
    const gateways = specOf(manifest).get('gateways').texts
    if (manifest.partial || (gateways.length > 0 && !gateways.includes('mesh'))) return
    const namespace = ambientNamespaceOf(workspace, manifest)
    if (namespace)
      report({
        at: ['kind'],
        part: 'value',
        message: `${namespace.name ?? 'The namespace'} is in ambient mode, where VirtualServices are an alpha feature.`,
        related: [
          { manifest: namespace, at: ['metadata', 'labels'], message: 'Its mode is set here.' }
        ]
      })
  }
})
