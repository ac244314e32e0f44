import { gatewayGroup, type Gateway } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import {
  gatewayKeys,
  kindsByProtocol,
  knownRouteKinds,
  listenersOf
} from '../shared/gateway-listeners.ts'

export default defineRule<Gateway>({
  id: 'gateway/route-kind-not-for-protocol',
  appliesTo: gatewayKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['gateway-api'],
  what: 'The listener allows a kind of route that does not fit its protocol.',
  why: 'Which routes a listener can serve follows from its protocol: HTTP and HTTPS take HTTPRoute and GRPCRoute, TLS takes TLSRoute, TCP takes TCPRoute, UDP takes UDPRoute. Another kind is not attached (InvalidRouteKinds).',
  todo: 'Allow a kind that fits, or change the protocol of the listener.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: example
  listeners:
    - name: db
      port: 5432
      protocol: TCP
      allowedRoutes: { kinds: [{ kind: HTTPRoute }] }
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: example
  listeners:
    - name: db
      port: 5432
      protocol: TCP
      allowedRoutes: { kinds: [{ kind: TCPRoute }] }
`,
    see: ['https://gateway-api.sigs.k8s.io/reference/spec/#allowedroutes']
  },

  check({ manifest, report }) {
    for (const [i, { protocol, allowedRoutes }] of listenersOf(manifest.object).entries()) {
      const fitting = Object.hasOwn(kindsByProtocol, protocol)
        ? kindsByProtocol[protocol]
        : undefined
      for (const [j, { group = gatewayGroup, kind }] of (allowedRoutes?.kinds ?? []).entries()) {
        if (!fitting || group !== gatewayGroup || fitting.includes(kind)) continue
        // A kind that Gateway API does not have may be an implementation's own.
        if (!knownRouteKinds.includes(kind)) continue
        const at = ['spec', 'listeners', i, 'allowedRoutes', 'kinds', j, 'kind']
        report({
          at,
          part: 'value',
          message: `A listener for ${protocol} serves no ${kind}.`,
          fixes: fitting.map((fit, k) => ({
            title: `Allow ${fit}`,
            safe: false,
            preferred: k === 0,
            change: edit => edit.set(at, fit)
          }))
        })
      }
    }
  }
})
