import type { Gateway } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'

const protocols: readonly string[] = ['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP']

export default defineRule<Gateway>({
  id: 'gateway/listener-protocol',
  appliesTo: ['gateway.networking.k8s.io/v1/Gateway', 'gateway.networking.k8s.io/v1beta1/Gateway'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['gateway-api'],
  what: 'The protocol of the listener is none that Gateway API knows.',
  why: 'The API server takes any word, because implementations may bring protocols of their own as domain/name. A controller that does not know the protocol does not accept the listener, and no request gets in.',
  todo: 'Write HTTP, HTTPS, TLS, TCP or UDP in capital letters.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public }
spec:
  gatewayClassName: example
  listeners: [{ name: web, port: 80, protocol: http }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public }
spec:
  gatewayClassName: example
  listeners: [{ name: web, port: 80, protocol: HTTP }]
`,
    see: ['https://gateway-api.sigs.k8s.io/reference/spec/#protocoltype']
  },

  check({ manifest, report }) {
    for (const [i, { protocol }] of (manifest.object.spec?.listeners ?? []).entries()) {
      if (typeof protocol !== 'string' || protocol.includes('/') || protocol.includes('$')) continue
      // Istio's waypoints have a protocol of their own that bears no domain.
      if (protocol === 'HBONE') continue
      if (protocols.includes(protocol)) continue
      const meant = protocols.find(one => one === protocol.toUpperCase())
      const at = ['spec', 'listeners', i, 'protocol']
      report({
        at,
        part: 'value',
        message: `${protocol} is not a protocol of Gateway API; it knows ${protocols.join(', ')}.`,
        fixes:
          meant === undefined
            ? []
            : [
                {
                  title: `Use ${meant}`,
                  safe: true,
                  preferred: true,
                  change: edit => edit.set(at, meant)
                }
              ]
      })
    }
  }
})
