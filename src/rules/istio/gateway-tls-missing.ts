import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'

const gateway = (tls: string): string => `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: ingress }
spec:
  selector: { istio: ingressgateway }
  servers:
    - port: { number: 443, name: https, protocol: HTTPS }
      hosts: [shop.example]
${tls}`

export default defineRule({
  id: 'istio/gateway-tls-missing',
  appliesTo: networkingKeys('Gateway'),
  scope: 'manifest',
  severity: 'error',
  tags: ['istio', 'tls'],
  what: 'A server for TLS does not say how.',
  why: 'Without `tls`, or with a mode that needs a certificate and none, Istio refuses the Gateway.',
  todo: 'Add `tls` with a mode and the Secret of the certificate in `credentialName`.',
  docs: {
    bad: gateway(''),
    good: gateway('      tls: { mode: SIMPLE, credentialName: shop-tls }\n'),
    see: ['https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings']
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    for (const server of specOf(manifest).get('servers').items) {
      const protocol = server.get('port', 'protocol')
      const tls = server.get('tls')
      const name = (protocol.text ?? '').toUpperCase()
      if (!tls.isThere) {
        if (name === 'HTTPS' || name === 'TLS')
          report({ at: protocol.at, part: 'value', message: `${name} needs \`tls\`.` })
        continue
      }
      const mode = tls.get('mode').text ?? 'PASSTHROUGH'
      const certificates = [
        'credentialName',
        'credentialNames',
        'serverCertificate',
        'tlsCertificates'
      ]
      if (!['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL'].includes(mode)) continue
      if (certificates.some(key => tls.get(key).isThere)) continue
      report({ at: tls.at, message: `The mode ${mode} needs a certificate.` })
    }
  }
})
