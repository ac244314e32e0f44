import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<Ingress>({
  id: 'ingress/snippet-annotation',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['ingress', 'nginx', 'security'],
  what: 'The Ingress puts lines of its own into the configuration of nginx.',
  why: 'By such a snippet whoever may create an Ingress can read the Secrets of the whole cluster (CVE-2021-25742). ingress-nginx refuses them since 1.9 unless it was told otherwise.',
  todo: 'Use an annotation for the purpose, or what the Gateway API has for it.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
  annotations:
    nginx.ingress.kubernetes.io/configuration-snippet: "more_set_headers X-Shop:1;"
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`,
    good: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  ingressClassName: traefik
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`,
    see: ['https://github.com/kubernetes/ingress-nginx/issues/7837']
  },

  check({ manifest, report }) {
    for (const key of Object.keys(manifest.object.metadata.annotations ?? {})) {
      if (!/^nginx\.(?:ingress\.kubernetes\.io|org)\/[\w-]*snippets?$/.test(key)) continue
      report({
        at: ['metadata', 'annotations', key],
        part: 'key',
        message: `${key} writes into the configuration of nginx.`
      })
    }
  }
})
