import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { slipOf } from '../shared/slip-of.ts'
import { makesCertificates, missingOfTls, secretsBeside } from '../shared/tls-secret.ts'

export default defineRule<Ingress>({
  id: 'ingress/tls-secret-unusable',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['ingress', 'tls', 'reference'],
  what: 'The Secret of the TLS section is not here while one that is meant is, or it is no certificate.',
  why: 'The controller takes the keys tls.crt and tls.key of a Secret in the namespace of the Ingress. Without them it shows a certificate of its own, and browsers warn.',
  todo: 'Name a Secret of type kubernetes.io/tls in the namespace of the Ingress.',
  docs: {
    bad: `apiVersion: v1
kind: Secret
metadata: { name: shop-tls, namespace: shop }
stringData: { cert.pem: "…", key.pem: "…" }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
spec:
  ingressClassName: nginx
  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`,
    good: `apiVersion: v1
kind: Secret
metadata: { name: shop-tls, namespace: shop }
type: kubernetes.io/tls
stringData: { tls.crt: "…", tls.key: "…" }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
spec:
  ingressClassName: nginx
  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#tls']
  },

  check({ manifest, workspace, report }) {
    if (manifest.partial) return
    for (const [i, { secretName }] of (manifest.object.spec?.tls ?? []).entries()) {
      if (secretName === undefined || secretName === '') continue
      const at = ['spec', 'tls', i, 'secretName']
      const secrets = secretsBeside(workspace, manifest)
      const [own, another] = secrets.filter(({ name }) => name === secretName)
      if (own) {
        const missing = missingOfTls(own)
        if (another || missing.length === 0 || makesCertificates(workspace, manifest)) continue
        report({
          at,
          part: 'value',
          message: `${describeManifest(own)} has no ${missing.join(' and no ')}, so it is no certificate.`,
          related: [{ manifest: own, at: ['metadata', 'name'], message: 'The Secret is here.' }]
        })
        continue
      }
      if (makesCertificates(workspace, manifest)) continue
      const meant = slipOf(
        secretName,
        secrets.map(({ name }) => name)
      )
      const elsewhere = workspace
        .all('v1/Secret')
        .find(one => one.name === secretName && one.object.type === 'kubernetes.io/tls')
      if (meant === undefined && !elsewhere) continue
      report({
        at,
        part: 'value',
        message:
          meant === undefined
            ? `Secret ${secretName} is in namespace ${String(elsewhere?.namespace)}, and an Ingress finds those of its own namespace only.`
            : `There is no Secret ${secretName} here, but there is ${meant}.`,
        fixes:
          meant === undefined
            ? []
            : [
                {
                  title: `Use ${meant}`,
                  safe: false,
                  preferred: true,
                  change: edit => edit.set(at, meant)
                }
              ]
      })
    }
  }
})
