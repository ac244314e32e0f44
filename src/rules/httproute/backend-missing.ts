import type { Service } from '../../model/kinds.ts'
import { slipOf } from '../shared/slip-of.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { routeKeys, serviceBackendsOf, type Route } from '../shared/routes.ts'
import { hasPort, listPorts, portsOf, servicesBeside } from '../shared/service-port.ts'

export default defineRule<Route>({
  id: 'httproute/backend-missing',
  appliesTo: routeKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['gateway-api', 'reference'],
  what: 'The Service or the port that the route sends to is not here, while the one that is meant is.',
  why: 'A backend that does not exist takes its share of the requests all the same; they are answered with status 500.',
  todo: 'Write name and port of the Service as they are; the port is that of the Service, not of the container.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public }]
  rules: [{ backendRefs: [{ name: web, port: 8080 }] }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080 }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public }]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`,
    see: ['https://gateway-api.sigs.k8s.io/reference/spec/#backendref']
  },

  check({ manifest, workspace, report }) {
    for (const { backend, at } of serviceBackendsOf(manifest.object)) {
      const services = servicesBeside(workspace, {
        namespace: backend.namespace ?? manifest.namespace
      })
      const named = services.filter(service => service.name === backend.name)
      const [service] = named
      if (!service) {
        const meant = slipOf(
          backend.name,
          services.map(({ name }) => name ?? '')
        )
        if (meant !== undefined)
          report({
            at: [...at, 'name'],
            part: 'value',
            message: `There is no Service ${backend.name} here, but there is ${meant}.`,
            fixes: [
              {
                title: `Send to Service \`${meant}\``,
                safe: false,
                preferred: true,
                change: edit => edit.set([...at, 'name'], meant)
              }
            ]
          })
        continue
      }
      const { port } = backend
      if (
        port === undefined ||
        named.some(one => one.partial || isExternal(one) || hasPort(one, { number: port }))
      )
        continue
      report({
        at: [...at, 'port'],
        part: 'value',
        message: `${describeManifest(service)} has no port ${port}; it has ${listPorts(portsOf(service)) || 'none'}.`,
        related: [{ manifest: service, at: ['spec', 'ports'], message: 'These are its ports.' }],
        fixes: portsOf(service).map((choice, _, all) => ({
          title: `Send to port ${choice.port}`,
          safe: false,
          preferred: all.length === 1,
          change: edit => edit.set([...at, 'port'], choice.port)
        }))
      })
    }
  }
})

/** A name outside of the cluster, which need not list its ports. */
function isExternal({ object: { spec } }: Manifest<Service>): boolean {
  return spec?.type === 'ExternalName' && (spec.ports ?? []).length === 0
}
