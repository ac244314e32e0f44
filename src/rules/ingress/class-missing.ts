import type { Ingress } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { slipOf } from '../shared/slip-of.ts'

export default defineRule<Ingress>({
  id: 'ingress/class-missing',
  appliesTo: ['networking.k8s.io/v1/Ingress'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['ingress', 'reference'],
  what: 'The IngressClass is not here, while one with nearly the same name is.',
  why: 'An Ingress whose class nobody has is taken up by no controller: it gets no address, and requests end at a 404 of somebody else.',
  todo: 'Write the name of the class as it stands.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: internal }
spec: { controller: example.net/ingress }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec:
  ingressClassName: intern
  defaultBackend: { service: { name: shop, port: { number: 80 } } }
`,
    good: `apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: internal }
spec: { controller: example.net/ingress }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop }
spec:
  ingressClassName: internal
  defaultBackend: { service: { name: shop, port: { number: 80 } } }
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class']
  },

  check({ manifest, workspace, report }) {
    const name = manifest.object.spec?.ingressClassName
    const classes = workspace.all('networking.k8s.io/v1/IngressClass').map(one => one.name)
    if (name === undefined || classes.includes(name)) return
    const meant = slipOf(name, classes)
    if (meant === undefined) return
    report({
      at: ['spec', 'ingressClassName'],
      part: 'value',
      message: `There is no IngressClass ${name} here, but there is ${meant}.`,
      fixes: [
        {
          title: `Use ${meant}`,
          safe: false,
          preferred: true,
          change: edit => edit.set(['spec', 'ingressClassName'], meant)
        }
      ]
    })
  }
})
