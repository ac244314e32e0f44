import type { Endpoints } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

/** The minor version; EndpointSlice is there since long before. */
const deprecatedSince = 33

export default defineRule<Endpoints>({
  id: 'endpoints/deprecated',
  appliesTo: ['v1/Endpoints'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['endpoints', 'deprecation'],
  what: 'The kind Endpoints is deprecated.',
  why: 'Since Kubernetes 1.33 the API server warns about Endpoints. The kind knows one address family, holds at most 1000 addresses, and newer features such as topology do not look at it.',
  todo: 'Write an EndpointSlice with the label kubernetes.io/service-name.',
  docs: {
    bad: `apiVersion: v1
kind: Endpoints
metadata: { name: db }
subsets:
  - addresses: [{ ip: 192.0.2.10 }]
    ports: [{ name: sql, port: 5432 }]
`,
    good: `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, labels: { kubernetes.io/service-name: db } }
addressType: IPv4
ports: [{ name: sql, port: 5432 }]
endpoints: [{ addresses: [192.0.2.10] }]
`,
    see: ['https://kubernetes.io/blog/2025/04/24/endpoints-deprecation/']
  },

  check({ manifest, kubernetesMinor, report }) {
    if (kubernetesMinor < deprecatedSince) return
    // The mirror of a Service with a selector is the cluster's own.
    if (manifest.object.metadata.labels?.['endpoints.kubernetes.io/managed-by'] !== undefined)
      return
    report({
      at: ['kind'],
      part: 'value',
      message: 'Endpoints is deprecated since Kubernetes 1.33; EndpointSlice took its place.'
    })
  }
})
