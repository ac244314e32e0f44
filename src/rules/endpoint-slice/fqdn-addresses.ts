import type { EndpointSlice } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<EndpointSlice>({
  id: 'endpoint-slice/fqdn-addresses',
  appliesTo: ['discovery.k8s.io/v1/EndpointSlice'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['endpoints', 'dns'],
  what: 'The slice lists names instead of addresses.',
  why: 'kube-proxy sends traffic to addresses and skips slices of type FQDN; only a few programs with a use of their own read them.',
  todo: 'For a name outside of the cluster, use a Service of type ExternalName.',
  docs: {
    bad: `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, labels: { kubernetes.io/service-name: db } }
addressType: FQDN
ports: [{ name: sql, port: 5432 }]
endpoints: [{ addresses: [db.example.com] }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: db }
spec:
  type: ExternalName
  externalName: db.example.com
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#address-types']
  },

  check({ manifest, report }) {
    if (manifest.object.addressType !== 'FQDN') return
    report({
      at: ['addressType'],
      part: 'value',
      message: 'kube-proxy sends no traffic to names.'
    })
  }
})
