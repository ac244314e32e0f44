import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import {
  destinationsOf,
  networkingKeys,
  serviceHost,
  servicesOfHost,
  specOf
} from '../shared/istio.ts'
import { listPorts, portsOf } from '../shared/service-port.ts'

const manifests = (port: string): string => `apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec:
  selector: { app: reviews }
  ports: [{ name: http, port: 9080 }, { name: http-admin, port: 9090 }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: reviews, namespace: shop }
spec:
  hosts: [reviews]
  http: [{ route: [{ destination: { host: reviews${port} } }] }]
`

export default defineRule({
  id: 'istio/destination-port-missing',
  appliesTo: networkingKeys('VirtualService'),
  scope: 'workspace',
  severity: 'warning',
  tags: ['istio', 'ports'],
  what: 'A destination has no port that its Service has.',
  why: 'Of a Service with several ports the proxies need to know which is meant; with none, or one that there is not, requests are answered with 503.',
  todo: 'Write `port.number` with a port of the Service.',
  docs: {
    bad: manifests(', port: { number: 80 }'),
    good: manifests(', port: { number: 9080 }'),
    see: ['https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination']
  },

  check({ manifest, workspace, report }) {
    const spec = specOf(manifest)
    for (const destination of destinationsOf(spec)) {
      const host = serviceHost(destination.get('host').text ?? '', manifest)
      const [service, another] = host ? servicesOfHost(workspace, host, manifest) : []
      if (!service || another || service.partial || portsOf(service).length === 0) continue
      const port = destination.get('port', 'number')
      const ports = portsOf(service)
      if (ports.some(one => one.port === port.number)) continue
      const isMissing = port.number === undefined
      // Routes inside the mesh are by the port that the client used, so none has to be written.
      if (isMissing && (ports.length === 1 || spec.get('gateways').texts.length === 0)) continue
      if (isMissing && spec.get('gateways').texts.includes('mesh')) continue
      report({
        at: isMissing ? destination.get('host').at : port.at,
        part: 'value',
        message: isMissing
          ? `${describeManifest(service)} has several ports: ${listPorts(ports)}.`
          : `${describeManifest(service)} has no port ${port.number}; it has ${listPorts(ports)}.`,
        related: [{ manifest: service, at: ['spec', 'ports'], message: 'Its ports are here.' }],
        fixes: ports.slice(0, 4).map(one => ({
          title: `Use the port ${one.port}`,
          safe: false,
          preferred: ports.length === 1,
          change: edit => edit.set([...destination.at, 'port', 'number'], one.port)
        }))
      })
    }
  }
})
