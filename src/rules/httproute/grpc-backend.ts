import type { HTTPRoute } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { httpRouteKeys, serviceBackendsOf } from '../shared/routes.ts'
import { portsOf, servicesNamed } from '../shared/service-port.ts'

export default defineRule<HTTPRoute>({
  id: 'httproute/grpc-backend',
  appliesTo: httpRouteKeys,
  scope: 'workspace',
  severity: 'hint',
  tags: ['gateway-api', 'grpc'],
  what: 'An HTTPRoute sends to a port for gRPC.',
  why: 'gRPC runs over HTTP/2. To a backend without appProtocol kubernetes.io/h2c most implementations speak HTTP/1.1, and the calls fail; a GRPCRoute always speaks HTTP/2 and can match services and methods.',
  todo: 'Use a GRPCRoute, or put appProtocol: kubernetes.io/h2c on the port of the Service.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: greeter, namespace: shop }
spec: { selector: { app: greeter }, ports: [{ name: grpc, port: 50051 }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules: [{ backendRefs: [{ name: greeter, port: 50051 }] }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: greeter, namespace: shop }
spec: { selector: { app: greeter }, ports: [{ name: grpc, port: 50051 }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: { name: greeter, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules: [{ backendRefs: [{ name: greeter, port: 50051 }] }]
`,
    see: ['https://gateway-api.sigs.k8s.io/guides/user-guides/grpc-routing/']
  },

  check({ manifest, workspace, report }) {
    for (const { backend, at } of serviceBackendsOf(manifest.object)) {
      const { name, port, namespace = manifest.namespace } = backend
      const [service, another] = servicesNamed(workspace, { namespace }, name)
      if (!service || another) continue
      const own = portsOf(service).find(one => one.port === port)
      if (!own || own.appProtocol !== undefined || !/^grpc(?:-|$)/.test(own.name ?? '')) continue
      report({
        at: [...at, 'port'],
        part: 'value',
        message: `Port ${own.port} of Service ${name} is called ${String(own.name)}.`,
        related: [{ manifest: service, at: ['spec', 'ports'], message: 'The port is here.' }]
      })
    }
  }
})
