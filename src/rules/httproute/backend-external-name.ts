import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { routeKeys, serviceBackendsOf, type Route } from '../shared/routes.ts'
import { servicesNamed } from '../shared/service-port.ts'

export default defineRule<Route>({
  id: 'httproute/backend-external-name',
  appliesTo: routeKeys,
  scope: 'workspace',
  severity: 'hint',
  tags: ['gateway-api', 'service', 'security'],
  what: 'A route sends to a Service of type ExternalName.',
  why: 'Such a Service can name any host, also inside the cluster, and so lead around the rules of a namespace (CVE-2021-25740). Gateway API advises implementations not to follow it, and many do not.',
  todo: 'Use a Service without selector and an EndpointSlice, or a backend kind of the implementation.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: legacy, namespace: shop }
spec: { type: ExternalName, externalName: legacy.example.com }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules: [{ backendRefs: [{ name: legacy, port: 443 }] }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: legacy, namespace: shop }
spec: { ports: [{ name: https, port: 443 }] }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: legacy-1, namespace: shop, labels: { kubernetes.io/service-name: legacy } }
addressType: IPv4
ports: [{ name: https, port: 443 }]
endpoints: [{ addresses: [192.0.2.10] }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules: [{ backendRefs: [{ name: legacy, port: 443 }] }]
`,
    see: ['https://gateway-api.sigs.k8s.io/reference/spec/#backendref']
  },

  check({ manifest, workspace, report }) {
    for (const { backend, at } of serviceBackendsOf(manifest.object)) {
      const { name, namespace = manifest.namespace } = backend
      const [service, another] = servicesNamed(workspace, { namespace }, name)
      if (!service || another || service.object.spec?.type !== 'ExternalName') continue
      report({
        at: [...at, 'name'],
        part: 'value',
        message: `${describeManifest(service)} is of type ExternalName, which many implementations do not follow.`,
        related: [{ manifest: service, at: ['spec', 'externalName'], message: 'Its name is here.' }]
      })
    }
  }
})
