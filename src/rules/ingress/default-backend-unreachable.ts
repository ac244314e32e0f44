import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { ingressPathsOf } from '../shared/ingress-paths.ts'

export default defineRule<Ingress>({
  id: 'ingress/default-backend-unreachable',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['ingress', 'routing'],
  what: 'The default backend gets no request, because a rule takes them all.',
  why: 'A request goes to the default backend when no rule fits it. A rule without a host and with the prefix / fits every request.',
  todo: 'Remove one of the two, or give the rule a host.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec:
  defaultBackend: { service: { name: fallback, port: { number: 80 } } }
  rules:
    - http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`,
    good: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec:
  defaultBackend: { service: { name: fallback, port: { number: 80 } } }
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: shop, port: { number: 80 } } } }] }
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#default-backend']
  },

  check({ manifest, report }) {
    if (manifest.object.spec?.defaultBackend === undefined) return
    const all = ingressPathsOf(manifest.object).find(
      ({ host, entry: { path = '/', pathType } }) =>
        host === undefined && path === '/' && pathType === 'Prefix'
    )
    if (!all) return
    report({
      at: ['spec', 'defaultBackend'],
      part: 'key',
      message: 'No request is left for the default backend.',
      related: [{ at: all.at, message: 'This path takes every request.' }]
    })
  }
})
