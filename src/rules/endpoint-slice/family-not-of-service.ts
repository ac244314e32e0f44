import { serviceNameLabel, type EndpointSlice } from '../../model/kinds.ts'
import { parseIp } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { servicesNamed } from '../shared/service-port.ts'

export default defineRule<EndpointSlice>({
  id: 'endpoint-slice/family-not-of-service',
  appliesTo: ['discovery.k8s.io/v1/EndpointSlice'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['endpoints', 'dual-stack'],
  what: 'The slice holds addresses of a family that its Service does not have.',
  why: 'Traffic to an IPv4 address of a Service goes to IPv4 endpoints and the other way round. A slice of a family in which the Service has no address is never used.',
  todo: 'Let the Service have both families, or list addresses of its own family.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec:
  ipFamilyPolicy: SingleStack
  ipFamilies: [IPv4]
  ports: [{ name: sql, port: 5432 }]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, namespace: shop, labels: { kubernetes.io/service-name: db } }
addressType: IPv6
ports: [{ name: sql, port: 5432 }]
endpoints: [{ addresses: ["2001:db8::10"] }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec:
  ipFamilyPolicy: PreferDualStack
  ipFamilies: [IPv4, IPv6]
  ports: [{ name: sql, port: 5432 }]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, namespace: shop, labels: { kubernetes.io/service-name: db } }
addressType: IPv6
ports: [{ name: sql, port: 5432 }]
endpoints: [{ addresses: ["2001:db8::10"] }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/dual-stack/']
  },

  check({ manifest, workspace, report }) {
    const { metadata, addressType } = manifest.object
    const name = metadata.labels?.[serviceNameLabel]
    if (manifest.partial || name === undefined) return
    if (addressType !== 'IPv4' && addressType !== 'IPv6') return
    const [service, another] = servicesNamed(workspace, manifest, name)
    if (!service || another || service.partial) return
    const { ipFamilies = [], clusterIP = '', ipFamilyPolicy } = service.object.spec ?? {}
    const address = parseIp(clusterIP)?.family
    const families = ipFamilies.length > 0 ? ipFamilies : address ? [address] : []
    // Only one that says so has one family: PreferDualStack may get the other one, too.
    if (families.length !== 1 || families[0] === addressType) return
    if (ipFamilyPolicy !== undefined && ipFamilyPolicy !== 'SingleStack') return
    report({
      at: ['addressType'],
      part: 'value',
      message: `${describeManifest(service)} has ${families.join()} only, so these ${addressType} addresses get no traffic.`,
      related: [
        { manifest: service, at: ['spec', 'ipFamilies'], message: 'Its families are here.' }
      ]
    })
  }
})
