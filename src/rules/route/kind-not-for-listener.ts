import { gatewayGroup, type Listener } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { kindsByProtocol } from '../shared/gateway-listeners.ts'
import {
  gatewayParentsOf,
  gatewaysFor,
  listenersFor,
  routeKeys,
  type Route
} from '../shared/routes.ts'

export default defineRule<Route>({
  id: 'route/kind-not-for-listener',
  appliesTo: routeKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['gateway-api', 'reference'],
  what: 'The listener does not take routes of this kind.',
  why: 'Which kinds a listener takes follows from its protocol and from allowedRoutes.kinds. A route of another kind is not accepted (NotAllowedByListeners), and no traffic reaches its backends.',
  todo: 'Attach to another listener, or write a route of the kind that the listener takes.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: example
  listeners: [{ name: http, port: 80, protocol: HTTP }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: TCPRoute
metadata: { name: db, namespace: shop }
spec:
  parentRefs: [{ name: public, sectionName: http }]
  rules: [{ backendRefs: [{ name: db, port: 5432 }] }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: example
  listeners:
    - { name: http, port: 80, protocol: HTTP }
    - { name: db, port: 5432, protocol: TCP }
---
apiVersion: gateway.networking.k8s.io/v1
kind: TCPRoute
metadata: { name: db, namespace: shop }
spec:
  parentRefs: [{ name: public, sectionName: db }]
  rules: [{ backendRefs: [{ name: db, port: 5432 }] }]
`,
    see: ['https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes']
  },

  check({ manifest, workspace, report }) {
    const { kind } = manifest.gvk
    for (const { parent, at } of gatewayParentsOf(manifest.object)) {
      const [gateway, another] = gatewaysFor(workspace, manifest, parent)
      if (!gateway || another || gateway.partial) continue
      const listeners = listenersFor(gateway.object, parent)
      const [first] = listeners
      if (!first || listeners.some(listener => takes(listener, kind))) continue
      const fitting = (gateway.object.spec?.listeners ?? []).filter(one => takes(one, kind))
      const [fit, more] = fitting
      report({
        at: parent.sectionName === undefined ? at : [...at, 'sectionName'],
        part: 'value',
        message: `${listeners.length === 1 ? `Listener ${first.name}` : 'No listener'} of ${describeManifest(gateway)} takes ${listeners.length === 1 ? 'no ' : 'a '}${kind}.`,
        related: [
          { manifest: gateway, at: ['spec', 'listeners'], message: 'The listeners are here.' }
        ],
        fixes:
          fit === undefined
            ? []
            : [
                {
                  title: `Attach to listener ${fit.name}`,
                  safe: false,
                  preferred: more === undefined,
                  change: edit => edit.set([...at, 'sectionName'], fit.name)
                }
              ]
      })
    }
  }
})

function takes({ protocol, allowedRoutes }: Listener, kind: string): boolean {
  const kinds = allowedRoutes?.kinds ?? []
  if (kinds.length > 0)
    return kinds.some(one => (one.group ?? gatewayGroup) === gatewayGroup && one.kind === kind)
  const fitting = Object.hasOwn(kindsByProtocol, protocol) ? kindsByProtocol[protocol] : undefined
  return fitting === undefined || fitting.includes(kind)
}
