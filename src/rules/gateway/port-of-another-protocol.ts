import type { Gateway } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { gatewayKeys, listenersOf } from '../shared/gateway-listeners.ts'

export default defineRule<Gateway>({
  id: 'gateway/port-of-another-protocol',
  appliesTo: gatewayKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['gateway-api', 'ports', 'tls'],
  what: 'Plain HTTP is served on port 443, or HTTPS on port 80.',
  why: 'Browsers speak TLS to port 443 and plain HTTP to port 80. A listener that expects the other one answers every request with an error.',
  todo: 'Change the protocol or the port.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: example
  listeners: [{ name: web, port: 443, protocol: HTTP }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: example
  listeners: [{ name: web, port: 80, protocol: HTTP }]
`,
    see: ['https://gateway-api.sigs.k8s.io/reference/spec/#listener']
  },

  check({ manifest, report }) {
    // A load balancer of a cloud may end TLS before the Gateway sees the request.
    if (Object.keys(manifest.object.metadata.annotations ?? {}).length > 0) return
    for (const [i, { port, protocol }] of listenersOf(manifest.object).entries()) {
      const usual =
        protocol === 'HTTP' && port === 443
          ? 80
          : protocol === 'HTTPS' && port === 80
            ? 443
            : undefined
      if (usual === undefined) continue
      const at = ['spec', 'listeners', i, 'port']
      report({
        at,
        part: 'value',
        message: `${protocol} is expected on port ${usual}, and this is ${port}.`,
        fixes: [
          {
            title: `Use port ${usual}`,
            safe: false,
            preferred: true,
            change: edit => edit.set(at, usual)
          }
        ]
      })
    }
  }
})
