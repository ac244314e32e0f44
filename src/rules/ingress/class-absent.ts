import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<Ingress>({
  id: 'ingress/class-absent',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'workspace',
  optIn: true,
  severity: 'hint',
  tags: ['ingress'],
  what: 'The Ingress names no class.',
  why: 'Without a class it belongs to the default class of the cluster. Where there is none, or more than one controller, it is taken up by nobody or by several.',
  todo: 'Name the IngressClass in ingressClassName.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
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
    see: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#default-ingress-class']
  },

  check({ manifest, workspace, report }) {
    const { ingressClassName } = manifest.object.spec ?? {}
    const annotations = manifest.object.metadata.annotations ?? {}
    if (manifest.partial || ingressClassName !== undefined) return
    if ('kubernetes.io/ingress.class' in annotations) return
    const classes = workspace.all('networking.k8s.io/v1/IngressClass')
    const isDefault = 'ingressclass.kubernetes.io/is-default-class'
    if (classes.some(({ object }) => object.metadata.annotations?.[isDefault] === 'true')) return
    report({
      at: ['spec'],
      message: 'This Ingress leaves it to the cluster which controller serves it.',
      fixes: classes.slice(0, 4).flatMap(({ name }) =>
        name === undefined
          ? []
          : [
              {
                title: `Use class ${name}`,
                safe: false,
                change: edit => edit.set(['spec', 'ingressClassName'], name)
              }
            ]
      )
    })
  }
})
