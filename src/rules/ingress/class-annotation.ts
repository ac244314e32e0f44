import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

const annotation = 'kubernetes.io/ingress.class'

export default defineRule<Ingress>({
  id: 'ingress/class-annotation',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['ingress', 'deprecation'],
  what: 'The class is named by the old annotation.',
  why: 'The annotation is deprecated since Kubernetes 1.18 and was never defined; some controllers read it no more.',
  todo: 'Name the IngressClass in ingressClassName.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  annotations: { kubernetes.io/ingress.class: traefik }
spec:
  defaultBackend: { service: { name: shop, port: { number: 80 } } }
`,
    good: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec:
  ingressClassName: traefik
  defaultBackend: { service: { name: shop, port: { number: 80 } } }
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#deprecated-annotation']
  },

  check({ manifest, report }) {
    const value = manifest.object.metadata.annotations?.[annotation]
    if (value === undefined) return
    const at = ['metadata', 'annotations', annotation]
    const named = manifest.object.spec?.ingressClassName
    report({
      at,
      part: 'key',
      message: `${annotation} is deprecated${named === undefined ? '' : ', and ingressClassName is given as well'}.`,
      fixes: [
        {
          title: named === undefined ? `Use ingressClassName: ${value}` : 'Remove the annotation',
          safe: false,
          preferred: true,
          change: edit => [
            ...edit.remove(at),
            ...(named === undefined ? edit.set(['spec', 'ingressClassName'], value) : [])
          ]
        }
      ]
    })
  }
})
