import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { networkingKeys, serviceHost, sameHost, specOf, type ServiceHost } from '../shared/istio.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const manifests = (host: string): string => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: reviews, namespace: shop }
spec:
  parentRefs: [{ group: "", kind: Service, name: reviews, port: 9080 }]
  rules: [{ backendRefs: [{ name: reviews-v2, port: 9080 }] }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${host}, namespace: shop }
spec:
  hosts: [${host}]
  http: [{ route: [{ destination: { host: ${host} } }] }]
`

export default defineRule({
  id: 'istio/routed-twice',
  appliesTo: networkingKeys('VirtualService'),
  scope: 'workspace',
  severity: 'warning',
  tags: ['istio', 'gateway-api', 'host'],
  what: 'A VirtualService and a route of the Gateway API both route one Service.',
  why: 'Which of the two holds is not defined, so half of what is written does nothing.',
  todo: 'Keep one of the two.',
  docs: {
    bad: manifests('reviews'),
    good: manifests('ratings'),
    see: ['https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/#mesh-traffic']
  },

  check({ manifest, workspace, report }) {
    const spec = specOf(manifest)
    const gateways = spec.get('gateways').texts
    if (gateways.length > 0 && !gateways.includes('mesh')) return
    for (const host of spec.get('hosts').items) {
      const service = serviceHost(host.text ?? '', manifest)
      const route = workspace.derive(routedServices).find(one => sameHost(one.service, service))
      if (!route || manifest.namespace === undefined || route.route.namespace === undefined)
        continue
      report({
        at: host.at,
        part: 'value',
        message: `${describeManifest(route.route)} routes ${service?.name ?? ''} as well.`,
        related: [
          { manifest: route.route, at: ['spec', 'parentRefs'], message: 'It does so here.' }
        ]
      })
    }
  }
})

function routedServices(
  workspace: WorkspaceView
): readonly { readonly route: Manifest; readonly service: ServiceHost }[] {
  return ['HTTPRoute', 'GRPCRoute']
    .flatMap(kind => workspace.ofKind('gateway.networking.k8s.io', kind))
    .flatMap(route =>
      new Field(route.object)
        .get('spec', 'parentRefs')
        .items.filter(parent => parent.get('kind').text === 'Service')
        .map(parent => ({
          route,
          service: {
            name: parent.get('name').text ?? '',
            namespace: parent.get('namespace').text ?? route.namespace
          }
        }))
    )
}
