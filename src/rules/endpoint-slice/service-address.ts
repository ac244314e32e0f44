import type { EndpointSlice, Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { addressesOf } from '../shared/own-slices.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export default defineRule<EndpointSlice>({
  id: 'endpoint-slice/service-address',
  appliesTo: ['discovery.k8s.io/v1/EndpointSlice'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['endpoints', 'service'],
  what: 'An endpoint has the address of a Service.',
  why: 'kube-proxy translates the address of a Service once and does not look at the result again, so traffic that is sent on to the address of another Service goes nowhere.',
  todo: 'Write the addresses of the Pods, or point to the Service by an ExternalName.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: db, namespace: prod }
spec:
  clusterIP: 10.96.0.50
  selector: { app: db }
  ports: [{ port: 5432 }]
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: db-1, namespace: shop, labels: { kubernetes.io/service-name: prod-db } }
addressType: IPv4
ports: [{ port: 5432 }]
endpoints: [{ addresses: [10.96.0.50] }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: db, namespace: prod }
spec:
  clusterIP: 10.96.0.50
  selector: { app: db }
  ports: [{ port: 5432 }]
---
apiVersion: v1
kind: Service
metadata: { name: prod-db, namespace: shop }
spec:
  type: ExternalName
  externalName: db.prod.svc.cluster.local
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors'
    ]
  },

  check({ manifest, workspace, report }) {
    const services = workspace.derive(servicesByAddress)
    for (const [i, endpoint] of (manifest.object.endpoints ?? []).entries())
      for (const [j, address] of addressesOf(endpoint).entries()) {
        const service = services.get(address)
        if (!service) continue
        report({
          at: ['endpoints', i, 'addresses', j],
          part: 'value',
          message: `${address} is the address of ${describeManifest(service)}.`,
          related: [
            { manifest: service, at: ['spec', 'clusterIP'], message: 'The Service has it here.' }
          ]
        })
      }
  }
})

function servicesByAddress(workspace: WorkspaceView): ReadonlyMap<string, Manifest<Service>> {
  const services = workspace.all('v1/Service') as readonly Manifest<Service>[]
  return new Map(
    services.flatMap(service => {
      const { clusterIP, clusterIPs = [] } = service.object.spec ?? {}
      const addresses = clusterIP === undefined ? clusterIPs : [clusterIP, ...clusterIPs]
      return addresses
        .filter(address => address !== 'None' && address !== '')
        .map((address): [string, Manifest<Service>] => [address, service])
    })
  )
}
