import type { EndpointSlice } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { addressesOf } from '../shared/own-slices.ts'

export default defineRule<EndpointSlice>({
  id: 'endpoint-slice/address-twice',
  appliesTo: ['discovery.k8s.io/v1/EndpointSlice'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['endpoints'],
  what: 'An address stands in two endpoints of the slice.',
  why: 'Readers of the slice merge the two endpoints or keep either, so which readiness, zone or node counts is left to chance.',
  todo: 'Keep the address in one endpoint.',
  docs: {
    bad: `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, labels: { kubernetes.io/service-name: db } }
addressType: IPv4
ports: [{ name: sql, port: 5432 }]
endpoints:
  - addresses: [192.0.2.10]
  - addresses: [192.0.2.10]
    conditions: { ready: false }
`,
    good: `apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, labels: { kubernetes.io/service-name: db } }
addressType: IPv4
ports: [{ name: sql, port: 5432 }]
endpoints:
  - addresses: [192.0.2.10]
  - addresses: [192.0.2.11]
    conditions: { ready: false }
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/']
  },

  check({ manifest, report }) {
    const first = new Map<string, number>()
    for (const [i, endpoint] of (manifest.object.endpoints ?? []).entries())
      for (const [j, address] of addressesOf(endpoint).entries()) {
        const earlier = first.get(address)
        if (earlier === undefined) first.set(address, i)
        else if (earlier !== i)
          report({
            at: ['endpoints', i, 'addresses', j],
            part: 'value',
            message: `${address} is the address of an endpoint above, too.`,
            related: [{ at: ['endpoints', earlier, 'addresses'], message: 'It is here first.' }]
          })
      }
  }
})
