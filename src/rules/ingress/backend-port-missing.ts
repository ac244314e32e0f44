import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { backendsOf } from '../shared/ingress-backends.ts'
import { hasPort, listPorts, portsOf, servicesNamed } from '../shared/service-port.ts'

export default defineRule<Ingress>({
  id: 'ingress/backend-port-missing',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['ingress', 'reference'],
  what: 'The Service has no port of this number or name.',
  why: 'An Ingress names the port of the Service, not of the container. For a port that the Service does not have, the controller answers 503.',
  todo: 'Use one of the ports of the Service.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  selector: { app: shop }
  ports: [{ port: 80, targetPort: 8080 }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec:
  defaultBackend:
    service: { name: shop, port: { number: 8080 } }
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  selector: { app: shop }
  ports: [{ port: 80, targetPort: 8080 }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec:
  defaultBackend:
    service: { name: shop, port: { number: 80 } }
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource']
  },

  check({ manifest, workspace, report }) {
    for (const { backend, at } of backendsOf(manifest.object)) {
      const { name, port } = backend.service ?? {}
      if (name === undefined || (port?.number === undefined && port?.name === undefined)) continue
      const services = servicesNamed(workspace, manifest, name)
      const [service] = services
      if (!service || services.some(one => one.partial || hasPort(one, port))) continue
      const key = port.name === undefined ? 'number' : 'name'
      const [only, another] = portsOf(service)
      report({
        at: [...at, 'service', 'port', key],
        part: 'value',
        message: `${describeManifest(service)} has no port ${String(port.name ?? port.number)}; it has ${listPorts(portsOf(service)) || 'none'}.`,
        related: [{ manifest: service, at: ['spec', 'ports'], message: 'These are its ports.' }],
        fixes:
          only && !another
            ? [
                {
                  title: `Use port ${only.port}`,
                  safe: false,
                  preferred: true,
                  change: edit => edit.set([...at, 'service', 'port'], { number: only.port })
                }
              ]
            : []
      })
    }
  }
})
