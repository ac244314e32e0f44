import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

const annotations = ['cert-manager.io/issuer', 'cert-manager.io/cluster-issuer']

export default defineRule<Ingress>({
  id: 'ingress/issuer-without-secret',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['ingress', 'tls', 'cert-manager'],
  what: 'cert-manager is asked for a certificate, and nothing says for which hosts and into which Secret.',
  why: 'cert-manager makes a certificate for each entry of spec.tls, for its hosts and into its secretName. Without such an entry the annotation does nothing.',
  todo: 'Add an entry to spec.tls with the hosts and a secretName.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
  annotations:
    cert-manager.io/cluster-issuer: letsencrypt
spec:
  ingressClassName: traefik
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`,
    good: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
  annotations:
    cert-manager.io/cluster-issuer: letsencrypt
spec:
  ingressClassName: traefik
  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`,
    see: ['https://cert-manager.io/docs/usage/ingress/']
  },

  check({ manifest, report }) {
    const own = manifest.object.metadata.annotations ?? {}
    const annotation = annotations.find(key => key in own)
    const { tls = [], rules = [] } = manifest.object.spec ?? {}
    if (annotation === undefined || manifest.partial) return
    if (tls.some(({ secretName = '' }) => secretName !== '')) return
    const hosts = rules.flatMap(({ host }) => host ?? [])
    report({
      at: ['metadata', 'annotations', annotation],
      part: 'key',
      message: `No certificate is made: spec.tls names no Secret.`,
      fixes:
        hosts.length === 0 || tls.length > 0
          ? []
          : [
              {
                title: 'Add a TLS section for the hosts',
                safe: false,
                preferred: true,
                change: edit =>
                  edit.set(
                    ['spec', 'tls'],
                    [{ hosts, secretName: `${manifest.name ?? 'web'}-tls` }]
                  )
              }
            ]
    })
  }
})
