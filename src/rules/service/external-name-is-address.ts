import { parseIp } from '../../model/cidr.ts'
import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<Service>({
  id: 'service/external-name-is-address',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['service', 'dns'],
  what: 'The external name is an IP address.',
  why: 'The cluster answers with a CNAME record, and the name in it is looked up in DNS. An address made of digits is taken for a name that nobody has, so clients find nothing.',
  todo: 'For an address, use a Service without selector and an EndpointSlice.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: db }
spec:
  type: ExternalName
  externalName: 192.0.2.10
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
    see: ['https://kubernetes.io/docs/concepts/services-networking/service/#externalname']
  },

  check({ manifest, report }) {
    const { type, externalName } = manifest.object.spec ?? {}
    if (type !== 'ExternalName' || externalName === undefined) return
    if (!parseIp(externalName)) return
    report({
      at: ['spec', 'externalName'],
      part: 'value',
      message: `${externalName} is an address, and externalName is looked up as a DNS name.`
    })
  }
})
