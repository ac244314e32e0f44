import type { IngressClass } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'

const annotation = 'ingressclass.kubernetes.io/is-default-class'

export default defineRule<IngressClass>({
  id: 'ingress-class/two-defaults',
  appliesTo: ['networking.k8s.io/v1/IngressClass'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['ingress'],
  what: 'Two IngressClasses are the default of the cluster.',
  why: 'With two defaults the API server refuses every new Ingress that names no class.',
  todo: 'Mark one class only as the default.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata:
  name: internal
  annotations: { ingressclass.kubernetes.io/is-default-class: "true" }
spec: { controller: example.net/ingress }
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata:
  name: external
  annotations: { ingressclass.kubernetes.io/is-default-class: "true" }
spec: { controller: example.net/ingress }
`,
    good: `apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata:
  name: internal
  annotations: { ingressclass.kubernetes.io/is-default-class: "true" }
spec: { controller: example.net/ingress }
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: external }
spec: { controller: example.net/ingress }
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/ingress/#default-ingress-class']
  },

  check({ manifest, workspace, report }) {
    if (manifest.object.metadata.annotations?.[annotation] !== 'true') return
    const first = workspace
      .all('networking.k8s.io/v1/IngressClass')
      .find(
        one =>
          one.uri === manifest.uri &&
          one.object.metadata.annotations?.[annotation] === 'true' &&
          one.name !== manifest.name &&
          one.document.range.start < manifest.document.range.start
      )
    if (!first) return
    const at = ['metadata', 'annotations', annotation]
    report({
      at,
      part: 'key',
      message: `${describeManifest(first)} is the default already.`,
      related: [{ manifest: first, at, message: 'It is marked here.' }],
      fixes: [
        {
          title: 'Remove the mark',
          safe: false,
          preferred: true,
          change: edit => edit.remove(at)
        }
      ]
    })
  }
})
