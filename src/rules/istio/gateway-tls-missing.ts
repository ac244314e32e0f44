import { defineRule } from '../define-rule.ts'
import { networkingKeys, specOf } from '../shared/istio.ts'
import { isGiven } from '../shared/istio-parts.ts'

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
      if (!['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL'].includes(mode)) continue
      if (['credentialName', 'credentialNames'].some(key => isGiven(tls.get(key)))) continue
      const several = tls.get('tlsCertificates')
      const certificates = isGiven(several) ? several.items : [tls]
      for (const one of certificates) {
        const [certificate, key] = [one.get('serverCertificate'), one.get('privateKey')]
        if (!isGiven(certificate) && !isGiven(key))
          report({ at: one.at, message: `The mode ${mode} needs a certificate.` })
        else if (!isGiven(certificate))
          report({ at: key.at, part: 'key', message: 'The key has no `serverCertificate`.' })
        else if (!isGiven(key))
          report({
            at: certificate.at,
            part: 'key',
            message: 'The certificate has no `privateKey`.'
          })
      }
      if (mode !== 'SIMPLE' && !isGiven(tls.get('caCertificates')))
        report({
          at: tls.get('mode').at,
          part: 'value',
          message: `The mode ${mode} needs \`caCertificates\`, by which clients are known.`
        })
    }
  }
})
