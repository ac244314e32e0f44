import type { Gateway } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { certificatesOf } from '../shared/gateway-certificates.ts'
import { gatewayKeys } from '../shared/gateway-listeners.ts'
import { slipOf } from '../shared/slip-of.ts'
import { makesCertificates, missingOfTls, secretsBeside } from '../shared/tls-secret.ts'

export default defineRule<Gateway>({
  id: 'gateway/certificate-missing',
  appliesTo: gatewayKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['gateway-api', 'tls', 'reference'],
  what: 'The certificate of the listener is not here while one with nearly the same name is, or it is no certificate.',
  why: 'The listener takes the keys tls.crt and tls.key of the Secret. Without them its certificate counts as invalid (InvalidCertificateRef) and it serves no TLS.',
  todo: 'Name a Secret of type kubernetes.io/tls.',
  docs: {
    bad: `apiVersion: v1
kind: Secret
metadata: { name: shop-tls, namespace: edge }
type: kubernetes.io/tls
data: { tls.crt: "", tls.key: "" }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: example
  listeners:
    - name: web
      port: 443
      protocol: HTTPS
      tls: { certificateRefs: [{ name: shop-tsl }] }
`,
    good: `apiVersion: v1
kind: Secret
metadata: { name: shop-tls, namespace: edge }
type: kubernetes.io/tls
data: { tls.crt: "", tls.key: "" }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
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

  check({ manifest, workspace, report }) {
    if (manifest.partial) return
    for (const { certificate, at } of certificatesOf(manifest.object)) {
      const { name, namespace = manifest.namespace } = certificate
      const secrets = secretsBeside(workspace, { namespace })
      const [own, another] = secrets.filter(secret => secret.name === name)
      if (own) {
        const missing = missingOfTls(own)
        if (another || missing.length === 0) continue
        report({
          at: [...at, 'name'],
          part: 'value',
          message: `${describeManifest(own)} has no ${missing.join(' and no ')}, so it is no certificate.`,
          related: [{ manifest: own, at: ['metadata', 'name'], message: 'The Secret is here.' }]
        })
        continue
      }
      const meant = slipOf(
        name,
        secrets.map(secret => secret.name)
      )
      if (meant === undefined || makesCertificates(workspace, manifest)) continue
      report({
        at: [...at, 'name'],
        part: 'value',
        message: `There is no Secret ${name} here, but there is ${meant}.`,
        fixes: [
          {
            title: `Use ${meant}`,
            safe: false,
            preferred: true,
            change: edit => edit.set([...at, 'name'], meant)
          }
        ]
      })
    }
  }
})
