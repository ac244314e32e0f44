import type { EndpointSlice } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { addressesOf } from '../shared/own-slices.ts'

export default defineRule<EndpointSlice>({
  id: 'endpoint-slice/ignored-addresses',
  appliesTo: ['discovery.k8s.io/v1/EndpointSlice'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['endpoints'],
  what: 'One endpoint has several addresses, and only the first is used.',
  why: 'The addresses of one endpoint are taken for interchangeable ones of the same Pod. kube-proxy and most other readers use the first and never look at the rest.',
  todo: 'Make an endpoint of each address.',
  docs: {
    bad: `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, labels: { kubernetes.io/service-name: db } }
addressType: IPv4
ports: [{ name: sql, port: 5432 }]
endpoints:
  - addresses: [192.0.2.10, 192.0.2.11]
`,
    good: `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, labels: { kubernetes.io/service-name: db } }
addressType: IPv4
ports: [{ name: sql, port: 5432 }]
endpoints:
  - addresses: [192.0.2.10]
  - addresses: [192.0.2.11]
`,
    see: [
      'https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/'
    ]
  },

  check({ manifest, report }) {
    const { endpoints = [], addressType } = manifest.object
    if (addressType === 'FQDN') return
    for (const [i, endpoint] of endpoints.entries()) {
      const addresses = addressesOf(endpoint)
      const [first, ...others] = addresses
      if (first === undefined || others.length === 0) continue
      report({
        at: ['endpoints', i, 'addresses'],
        part: 'key',
        message: `Traffic goes to ${first} only, and never to ${others.join(', ')}.`,
        fixes: [
          {
            title: 'Make an endpoint of each address',
            safe: false,
            preferred: true,
            change: edit =>
              edit.set(
                ['endpoints'],
                [
                  ...endpoints.slice(0, i),
                  ...addresses.map(address => ({ ...endpoint, addresses: [address] })),
                  ...endpoints.slice(i + 1)
                ]
              )
          }
        ]
      })
    }
  }
})
