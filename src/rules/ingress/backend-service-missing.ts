import { kinOf } from '../shared/kin-of.ts'
import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { backendsOf } from '../shared/ingress-backends.ts'
import { servicesBeside, servicesNamed } from '../shared/service-port.ts'

export default defineRule<Ingress>({
  id: 'ingress/backend-service-missing',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['ingress', 'reference'],
  what: 'The Ingress names a Service that is not here, while one with nearly the same name is.',
  why: 'An Ingress controller answers 503 or 404 for a path whose Service does not exist; the API server does not tell.',
  todo: 'Write the name of the Service as it is. The Service has to be in the namespace of the Ingress.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: shop, namespace: shop }
spec:
  selector: { app: shop }
  ports: [{ port: 80 }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  defaultBackend:
    service: { name: shopp, port: { number: 80 } }
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: shop, namespace: shop }
spec:
  selector: { app: shop }
  ports: [{ port: 80 }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  defaultBackend:
    service: { name: shop, port: { number: 80 } }
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#resource-backend']
  },

  check({ manifest, workspace, report }) {
    for (const { backend, at } of backendsOf(manifest.object)) {
      const name = backend.service?.name
      if (name === undefined || servicesNamed(workspace, manifest, name).length > 0) continue
      const beside = servicesBeside(workspace, manifest)
      // A Service that is simply not among these files may well be in the cluster: only a slip is told.
      const elsewhere = workspace
        .all('v1/Service')
        .find(service => service.name === name && service.uri === manifest.uri)
      const meant = elsewhere ? undefined : kinOf(name, manifest, beside)
      if (meant === undefined && !elsewhere) continue
      report({
        at: [...at, 'service', 'name'],
        part: 'value',
        message: elsewhere
          ? `Service ${name} is in namespace ${String(elsewhere.namespace)}, not in that of the Ingress.`
          : `There is no Service ${name} here, but there is \`${String(meant)}\`.`,
        ...(elsewhere && {
          todo: 'Put the Ingress in the namespace of the Service; an Ingress cannot reach into another one.',
          related: [{ manifest: elsewhere, at: ['metadata'], message: 'The Service is here.' }]
        }),
        fixes:
          meant === undefined
            ? []
            : [
                {
                  title: `Use Service \`${meant}\``,
                  safe: false,
                  preferred: true,
                  change: edit => edit.set([...at, 'service', 'name'], meant)
                }
              ]
      })
    }
  }
})
