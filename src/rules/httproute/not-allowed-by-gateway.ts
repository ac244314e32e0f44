import type { Listener } from '../../model/gateway-kinds.ts'
import { selects } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest, type Manifest } from '../manifest.ts'
import { namespaceLabels } from '../shared/namespace-labels.ts'
import {
  gatewayParentsOf,
  gatewaysFor,
  listenersFor,
  routeKeys,
  type Route
} from '../shared/routes.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export default defineRule<Route>({
  id: 'httproute/not-allowed-by-gateway',
  appliesTo: routeKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['gateway-api', 'namespace'],
  what: 'The listener does not allow routes of this namespace.',
  why: 'A listener accepts routes of its own namespace only, unless allowedRoutes says otherwise. This route is not attached and gets no traffic.',
  todo: 'Let allowedRoutes.namespaces of the listener include the namespace of the route.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: example
  listeners: [{ name: http, port: 80, protocol: HTTP }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: example
  listeners:
    - name: http
      port: 80
      protocol: HTTP
      allowedRoutes: { namespaces: { from: All } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  hostnames: [shop.example.com]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`,
    see: ['https://gateway-api.sigs.k8s.io/guides/user-guides/multiple-ns/']
  },

  check({ manifest, workspace, report }) {
    const own = manifest.namespace
    if (own === undefined || manifest.partial) return
    for (const { parent, at } of gatewayParentsOf(manifest.object)) {
      const gateways = gatewaysFor(workspace, manifest, parent)
      const [gateway, another] = gateways
      if (!gateway || another || gateway.partial || gateway.namespace === undefined) continue
      const listeners = listenersFor(gateway.object, parent)
      if (listeners.length === 0) continue
      if (listeners.some(listener => allows(workspace, gateway, listener, own))) continue
      report({
        at,
        part: 'value',
        message: `${describeManifest(gateway)} does not accept routes of namespace ${own}.`,
        related: [
          { manifest: gateway, at: ['spec', 'listeners'], message: 'The listeners are here.' }
        ]
      })
    }
  }
})

function allows(
  workspace: WorkspaceView,
  gateway: Manifest,
  listener: Listener,
  namespace: string
): boolean {
  const { from = 'Same', selector } = listener.allowedRoutes?.namespaces ?? {}
  if (from === 'Same') return gateway.namespace === namespace
  if (from !== 'Selector') return from !== 'None'
  const isHere = workspace.all('v1/Namespace').some(({ name }) => name === namespace)
  // The labels of a namespace that isn't among the manifests are not known.
  return !isHere || selects(selector ?? {}, namespaceLabels(workspace, namespace))
}
