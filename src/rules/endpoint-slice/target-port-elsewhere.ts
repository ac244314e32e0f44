import { serviceNameLabel, type EndpointSlice } from '../../model/kinds.ts'
import { targetPortOf } from '../../model/int-or-string.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { portsOf, servicesNamed } from '../shared/service-port.ts'

export default defineRule<EndpointSlice>({
  id: 'endpoint-slice/target-port-elsewhere',
  appliesTo: ['discovery.k8s.io/v1/EndpointSlice'],
  scope: 'workspace',
  severity: 'hint',
  tags: ['endpoints', 'ports'],
  what: 'The port of the slice is another than the targetPort of its Service.',
  why: 'A slice written by hand says itself to which port the traffic goes; the targetPort of a Service without selector is not looked at. Two different numbers mislead whoever reads them.',
  todo: 'Write the same number in both.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec:
  ports: [{ name: sql, port: 80, targetPort: 5432 }]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, namespace: shop, labels: { kubernetes.io/service-name: db } }
addressType: IPv4
ports: [{ name: sql, port: 3306 }]
endpoints: [{ addresses: [192.0.2.10] }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec:
  ports: [{ name: sql, port: 80, targetPort: 5432 }]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, namespace: shop, labels: { kubernetes.io/service-name: db } }
addressType: IPv4
ports: [{ name: sql, port: 5432 }]
endpoints: [{ addresses: [192.0.2.10] }]
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors'
    ]
  },

  check({ manifest, workspace, report }) {
    const { metadata, ports = [] } = manifest.object
    const name = metadata.labels?.[serviceNameLabel]
    if (manifest.partial || name === undefined) return
    const [service, another] = servicesNamed(workspace, manifest, name)
    if (!service || another || service.object.spec?.selector) return
    for (const [i, port] of ports.entries()) {
      const own = portsOf(service).find(one => (one.name ?? '') === (port.name ?? ''))
      // Without a targetPort the Service says nothing of where the traffic goes.
      if (own?.targetPort === undefined || port.port === undefined) continue
      const target = targetPortOf(own)
      if (typeof target !== 'number' || target === port.port) continue
      report({
        at: ['ports', i, 'port'],
        part: 'value',
        message: `${describeManifest(service)} says ${target}; the traffic goes to ${port.port}.`,
        fixes: [
          {
            title: `Use port ${target}`,
            safe: false,
            change: edit => edit.set(['ports', i, 'port'], target)
          }
        ]
      })
    }
  }
})
