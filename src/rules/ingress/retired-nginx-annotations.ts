import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

const prefix = 'nginx.ingress.kubernetes.io/'

export default defineRule<Ingress>({
  id: 'ingress/retired-nginx-annotations',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['ingress', 'deprecation'],
  what: 'The annotation is read by ingress-nginx only.',
  why: 'ingress-nginx is retired since March 2026: it gets no releases and no security fixes, and no other controller has to read its annotations.',
  todo: 'Plan the move to the Gateway API or to a maintained Ingress controller, and look up what it offers instead.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  annotations:
    nginx.ingress.kubernetes.io/rewrite-target: /
spec:
  defaultBackend:
    service: { name: shop, port: { number: 80 } }
`,
    good: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  defaultBackend:
    service: { name: shop, port: { number: 80 } }
`,
    see: ['https://www.kubernetes.dev/blog/2025/11/12/ingress-nginx-retirement/']
  },

  check({ manifest, report }) {
    const annotation = Object.keys(manifest.object.metadata.annotations ?? {}).find(key =>
      key.startsWith(prefix)
    )
    if (annotation === undefined) return
    report({
      at: ['metadata', 'annotations', annotation],
      part: 'key',
      message: `\`${annotation}\` is an annotation of ingress-nginx, which is retired since March 2026.`
    })
  }
})
