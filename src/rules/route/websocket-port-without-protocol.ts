import type { Service } from '../../model/kinds.ts'
import { mayShareNamespace, type Manifest } from '../manifest.ts'
import { defineRule } from '../define-rule.ts'
import { httpRouteKeys, serviceBackendsOf, type Route } from '../shared/routes.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const manifests = (protocol: string): string => `apiVersion: v1
kind: Service
metadata: { name: chat, namespace: shop }
spec: { selector: { app: chat }, ports: [{ name: ws, port: 80${protocol} }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: chat, namespace: shop }
spec:
  parentRefs: [{ name: public }]
  rules: [{ backendRefs: [{ name: chat, port: 80 }] }]
`

export default defineRule<Service>({
  id: 'route/websocket-port-without-protocol',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'hint',
  tags: ['gateway-api', 'service', 'websocket'],
  what: 'A port for WebSockets does not say that it speaks them.',
  why: 'Many gateways upgrade connections anyway; Gateway API promises it only for ports with `appProtocol: kubernetes.io/ws`.',
  todo: 'Add `appProtocol: kubernetes.io/ws`.',
  docs: {
    bad: manifests(''),
    good: manifests(', appProtocol: kubernetes.io/ws'),
    see: ['https://gateway-api.sigs.k8s.io/guides/user-guides/backend-protocol/']
  },
  labs: ['http-routing'],

  check({ manifest, workspace, report }) {
    for (const [i, port] of (manifest.object.spec?.ports ?? []).entries()) {
      if (!/^(?:ws|websocket)(?:-|$)/.test(port.name ?? '') || port.appProtocol !== undefined)
        continue
      if (!isRouted(workspace, manifest, port.port)) continue
      report({
        at: ['spec', 'ports', i, 'name'],
        part: 'value',
        message: `The port ${port.name ?? ''} has no appProtocol.`,
        fixes: [
          {
            title: 'Add `appProtocol: kubernetes.io/ws`',
            safe: false,
            preferred: true,
            change: edit => edit.insert(['spec', 'ports', i], 'appProtocol', 'kubernetes.io/ws')
          }
        ]
      })
    }
  }
})

function isRouted(workspace: WorkspaceView, service: Manifest<Service>, port: number): boolean {
  const routes = httpRouteKeys.flatMap(key => workspace.all(key)) as readonly Manifest<Route>[]
  return routes.some(route =>
    serviceBackendsOf(route.object).some(
      ({ backend }) =>
        backend.name === service.name &&
        backend.port === port &&
        mayShareNamespace({ namespace: backend.namespace ?? route.namespace }, service)
    )
  )
}
