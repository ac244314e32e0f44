import { gatewayGroup } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { isGranted } from '../shared/reference-grants.ts'
import { routeKeys, serviceBackendsOf, type Route } from '../shared/routes.ts'

export default defineRule<Route>({
  id: 'httproute/reference-grant-missing',
  appliesTo: routeKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['gateway-api', 'reference', 'namespace'],
  what: 'The route sends to a Service of another namespace that does not allow it.',
  why: 'A namespace has to agree before routes of others may use its Services. Without a ReferenceGrant the backend counts as missing and its requests get status 500.',
  todo: 'Create a ReferenceGrant in the namespace of the Service.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: web, namespace: backend }
spec:
  selector: { app: web }
  ports: [{ port: 80 }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: edge }
spec:
  parentRefs: [{ name: public }]
  rules: [{ backendRefs: [{ name: web, namespace: backend, port: 80 }] }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: web, namespace: backend }
spec:
  selector: { app: web }
  ports: [{ port: 80 }]
---
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: edge, namespace: backend }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge }]
  to: [{ group: "", kind: Service }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: edge }
spec:
  parentRefs: [{ name: public }]
  rules: [{ backendRefs: [{ name: web, namespace: backend, port: 80 }] }]
`,
    see: ['https://gateway-api.sigs.k8s.io/api-types/referencegrant/']
  },

  check({ manifest, workspace, report }) {
    const from = manifest.namespace
    if (from === undefined || manifest.partial) return
    for (const { backend, at } of serviceBackendsOf(manifest.object)) {
      const to = backend.namespace
      if (
        to === undefined ||
        to === from ||
        isGranted(workspace, manifest, {
          group: '',
          kind: 'Service',
          namespace: to,
          name: backend.name
        })
      )
        continue
      // The grant belongs beside the Service; where that isn't, the grant may not be either.
      const service = workspace
        .all('v1/Service')
        .find(({ name, namespace }) => name === backend.name && namespace === to)
      report({
        at: [...at, 'namespace'],
        part: 'value',
        message: `No ReferenceGrant in namespace ${to} lets ${manifest.gvk.kind}s of ${from} use Service ${backend.name}.`,
        severity: service ? 'warning' : 'hint',
        ...(service && {
          related: [
            { manifest: service, at: ['metadata', 'name'], message: 'The Service is here.' }
          ]
        }),
        fixes: [
          {
            title: `Add a ReferenceGrant in namespace ${to}`,
            safe: false,
            preferred: true,
            change: edit =>
              edit.addDocument({
                apiVersion: 'gateway.networking.k8s.io/v1beta1',
                kind: 'ReferenceGrant',
                metadata: { name: `from-${from}`, namespace: to },
                spec: {
                  from: [{ group: gatewayGroup, kind: manifest.gvk.kind, namespace: from }],
                  to: [{ group: '', kind: 'Service', name: backend.name }]
                }
              })
          }
        ]
      })
    }
  }
})
