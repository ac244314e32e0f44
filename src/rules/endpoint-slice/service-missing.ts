import { serviceNameLabel, type EndpointSlice } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { servicesBeside, servicesNamed } from '../shared/service-port.ts'
import { slipOf } from '../shared/slip-of.ts'

export default defineRule<EndpointSlice>({
  id: 'endpoint-slice/service-missing',
  appliesTo: ['discovery.k8s.io/v1/EndpointSlice'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['endpoints', 'service', 'reference'],
  what: 'The EndpointSlice names a Service that is not here, while one with nearly the same name is.',
  why: 'A slice belongs to the Service that its label kubernetes.io/service-name names, in its own namespace. With another name its addresses get no traffic.',
  todo: 'Write the name of the Service as it stands.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: orders-db, namespace: shop }
spec:
  ports: [{ name: sql, port: 5432 }]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: orders-db-1, namespace: shop, labels: { kubernetes.io/service-name: order-db } }
addressType: IPv4
ports: [{ name: sql, port: 5432 }]
endpoints: [{ addresses: [192.0.2.10] }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: orders-db, namespace: shop }
spec:
  ports: [{ name: sql, port: 5432 }]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: orders-db-1, namespace: shop, labels: { kubernetes.io/service-name: orders-db } }
addressType: IPv4
ports: [{ name: sql, port: 5432 }]
endpoints: [{ addresses: [192.0.2.10] }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#ownership']
  },

  check({ manifest, workspace, report }) {
    const name = manifest.object.metadata.labels?.[serviceNameLabel]
    if (manifest.partial || name === undefined) return
    if (servicesNamed(workspace, manifest, name).length > 0) return
    const names = servicesBeside(workspace, manifest).flatMap(service => service.name ?? [])
    const meant = slipOf(name, names)
    if (meant === undefined) return
    const at = ['metadata', 'labels', serviceNameLabel]
    report({
      at,
      part: 'value',
      message: `There is no Service ${name} here, but there is ${meant}.`,
      fixes: [
        {
          title: `Name Service ${meant}`,
          safe: false,
          preferred: true,
          change: edit => edit.set(at, meant)
        }
      ]
    })
  }
})
