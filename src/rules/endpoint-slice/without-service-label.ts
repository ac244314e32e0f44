import { serviceNameLabel, type EndpointSlice } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { servicesBeside } from '../shared/service-port.ts'

export default defineRule<EndpointSlice>({
  id: 'endpoint-slice/without-service-label',
  appliesTo: ['discovery.k8s.io/v1/EndpointSlice'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['service', 'endpoint-slice'],
  what: 'The EndpointSlice does not say which Service it belongs to.',
  why: 'A Service finds its EndpointSlices by the label kubernetes.io/service-name. Without it nothing sends traffic to these addresses.',
  todo: 'Add the label with the name of the Service.',
  docs: {
    bad: `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1 }
addressType: IPv4
ports: [{ port: 5432 }]
endpoints: [{ addresses: [192.0.2.10] }]
`,
    good: `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: db-1
  labels: { kubernetes.io/service-name: db }
addressType: IPv4
ports: [{ port: 5432 }]
endpoints: [{ addresses: [192.0.2.10] }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#ownership']
  },

  check({ manifest, workspace, report }) {
    const { labels = {}, name } = manifest.object.metadata
    if (manifest.partial || labels[serviceNameLabel] !== undefined) return
    const service = servicesBeside(workspace, manifest).find(
      other => other.name !== undefined && name?.startsWith(other.name) === true
    )?.name
    report({
      at: ['metadata'],
      part: 'key',
      message: `The label ${serviceNameLabel} is missing, so no Service uses these endpoints.`,
      fixes:
        service === undefined
          ? []
          : [
              {
                title: `Add the label for Service ${service}`,
                safe: false,
                preferred: true,
                change: edit => edit.set(['metadata', 'labels', serviceNameLabel], service)
              }
            ]
    })
  }
})
