import type { Gateway, Listener } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<Gateway>({
  id: 'gateway/https-without-certificate',
  appliesTo: ['gateway.networking.k8s.io/v1/Gateway', 'gateway.networking.k8s.io/v1beta1/Gateway'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['gateway-api', 'tls'],
  what: 'An HTTPS listener names no certificate.',
  why: 'The listener ends TLS, which takes a certificate. The API server does not ask for one, but the controller does not accept the listener without it.',
  todo: 'Name a Secret of type kubernetes.io/tls in tls.certificateRefs.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public }
spec:
  gatewayClassName: example
  listeners: [{ name: web, port: 443, protocol: HTTPS }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public }
spec:
  gatewayClassName: example
  listeners:
    - name: web
      port: 443
      protocol: HTTPS
      tls: { certificateRefs: [{ name: shop-tls }] }
`,
    see: ['https://gateway-api.sigs.k8s.io/guides/user-guides/tls/']
  },

  check({ manifest, report }) {
    // Some clouds take the certificate from an annotation of the Gateway.
    const annotations = Object.keys(manifest.object.metadata.annotations ?? {})
    if (manifest.partial || annotations.some(key => /cert|tls|ssl/i.test(key))) return
    for (const [i, listener] of (manifest.object.spec?.listeners ?? []).entries()) {
      if (listener.protocol !== 'HTTPS' || hasCertificate(listener)) continue
      report({
        at: ['spec', 'listeners', i, 'protocol'],
        part: 'value',
        message: `Listener ${listener.name} speaks HTTPS and names no certificate.`
      })
    }
  }
})

/** Options are the implementation's own way to name a certificate. */
function hasCertificate({ tls }: Listener): boolean {
  if (!tls) return false
  return 'options' in tls || (tls.certificateRefs ?? []).length > 0
}
