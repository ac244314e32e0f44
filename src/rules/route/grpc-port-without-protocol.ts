import type { GRPCRoute } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { serviceBackendsOf } from '../shared/routes.ts'
import { portsOf, servicesNamed } from '../shared/service-port.ts'

const manifests = (protocol: string): string => `apiVersion: v1
kind: Service
metadata: { name: greeter, namespace: shop }
spec: { selector: { app: greeter }, ports: [{ name: api, port: 50051${protocol} }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: { name: greeter, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules: [{ backendRefs: [{ name: greeter, port: 50051 }] }]
`

export default defineRule<GRPCRoute>({
  id: 'route/grpc-port-without-protocol',
  appliesTo: ['gateway.networking.k8s.io/v1/GRPCRoute'],
  scope: 'workspace',
  severity: 'hint',
  tags: ['gateway-api', 'grpc', 'service'],
  what: 'The port behind a GRPCRoute does not say that it speaks HTTP/2.',
  why: 'gRPC runs over HTTP/2 only. Some implementations take that from the GRPCRoute; others, and every HTTPRoute and mesh that shares the Service, look at appProtocol or at the name of the port, and speak HTTP/1.1 without.',
  todo: 'Write appProtocol: kubernetes.io/h2c on the port of the Service.',
  docs: {
    bad: manifests(''),
    good: manifests(', appProtocol: kubernetes.io/h2c'),
    see: [
      'https://gateway-api.sigs.k8s.io/geps/gep-1911/',
      'https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol'
    ]
  },

  check({ manifest, workspace, report }) {
    const told = new Set<string>()
    for (const { backend, at } of serviceBackendsOf(manifest.object)) {
      const { name, port, namespace = manifest.namespace } = backend
      const [service, another] = servicesNamed(workspace, { namespace }, name)
      const own = service && portsOf(service).find(one => one.port === port)
      if (!service || another || !own || own.appProtocol !== undefined) continue
      // Meshes and gateways read the protocol from such names as well.
      if (/^(?:grpc|h2c?|http2)(?:-|$)/.test(own.name ?? '')) continue
      const key = `${name}:${own.port}`
      if (told.has(key)) continue
      told.add(key)
      report({
        at: [...at, 'port'],
        part: 'value',
        message: `Port ${own.port} of Service ${name} has no appProtocol.`,
        related: [{ manifest: service, at: ['spec', 'ports'], message: 'The port is here.' }]
      })
    }
  }
})
