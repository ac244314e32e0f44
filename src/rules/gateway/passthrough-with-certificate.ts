import type { Gateway } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { gatewayKeys, listenersOf } from '../shared/gateway-listeners.ts'

export default defineRule<Gateway>({
  id: 'gateway/passthrough-with-certificate',
  appliesTo: gatewayKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['gateway-api', 'tls'],
  what: 'A listener passes TLS through and names a certificate.',
  why: 'With mode Passthrough the Gateway does not end TLS, so it never shows the certificate; clients see the one of the backend.',
  todo: 'Remove certificateRefs, or set the mode to Terminate.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: example
  listeners:
    - name: tls
      port: 8443
      protocol: TLS
      tls: { mode: Passthrough, certificateRefs: [{ name: shop-tls }] }
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: example
  listeners:
    - name: tls
      port: 8443
      protocol: TLS
      tls: { mode: Passthrough }
`,
    see: ['https://gateway-api.sigs.k8s.io/guides/user-guides/tls/']
  },

  check({ manifest, report }) {
    for (const [i, { tls }] of listenersOf(manifest.object).entries()) {
      if (tls?.mode !== 'Passthrough' || (tls.certificateRefs ?? []).length === 0) continue
      const at = ['spec', 'listeners', i, 'tls']
      report({
        at: [...at, 'certificateRefs'],
        part: 'key',
        message: 'This certificate is never shown, because TLS is passed through.',
        fixes: [
          {
            title: 'Remove certificateRefs',
            safe: false,
            preferred: true,
            change: edit => edit.remove([...at, 'certificateRefs'])
          },
          {
            title: 'Terminate TLS here',
            safe: false,
            change: edit => edit.set([...at, 'mode'], 'Terminate')
          }
        ]
      })
    }
  }
})
