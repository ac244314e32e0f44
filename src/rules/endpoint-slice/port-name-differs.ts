import { serviceNameLabel, type EndpointSlice } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { portsOf, servicesNamed } from '../shared/service-port.ts'

export default defineRule<EndpointSlice>({
  id: 'endpoint-slice/port-name-differs',
  appliesTo: ['discovery.k8s.io/v1/EndpointSlice'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['service', 'endpoint-slice', 'ports'],
  what: 'No port of the Service has the name of this port.',
  why: 'Ports of a Service and of its EndpointSlices belong together by name; a port without a name belongs to a port without one. With another name the addresses are not used.',
  todo: 'Give both ports the same name.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: db }
spec:
  ports: [{ name: postgres, port: 5432 }]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, labels: { kubernetes.io/service-name: db } }
addressType: IPv4
ports: [{ name: sql, port: 5432 }]
endpoints: [{ addresses: [192.0.2.10] }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: db }
spec:
  ports: [{ name: postgres, port: 5432 }]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, labels: { kubernetes.io/service-name: db } }
addressType: IPv4
ports: [{ name: postgres, port: 5432 }]
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
    const services = servicesNamed(workspace, manifest, name)
    const [service, another] = services
    if (!service || another || service.partial) return
    const names = portsOf(service).map(port => port.name ?? '')
    for (const [i, port] of ports.entries()) {
      if (names.includes(port.name ?? '')) continue
      const [only, more] = names
      report({
        at: ['ports', i, 'name'],
        part: port.name === undefined ? 'key' : 'value',
        message: `${describeManifest(service)} has no port named ${port.name === undefined || port.name === '' ? '(nothing)' : port.name}; it has ${names.map(one => (one === '' ? 'one without a name' : one)).join(', ')}.`,
        related: [{ manifest: service, at: ['spec', 'ports'], message: 'Its ports are here.' }],
        fixes:
          only !== undefined && only !== '' && more === undefined && ports.length === 1
            ? [
                {
                  title: `Name the port \`${only}\``,
                  safe: false,
                  preferred: true,
                  change: edit => edit.set(['ports', i, 'name'], only)
                }
              ]
            : []
      })
    }
  }
})
