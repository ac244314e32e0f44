import { defineRule } from '../define-rule.ts'

export default defineRule({
  id: 'linkerd/traffic-split-deprecated',
  appliesTo: ['v1alpha1', 'v1alpha2', 'v1alpha3', 'v1alpha4'].map(
    version => `split.smi-spec.io/${version}/TrafficSplit`
  ),
  scope: 'manifest',
  severity: 'hint',
  tags: ['linkerd', 'deprecated'],
  what: 'Traffic is split by a kind that has a successor.',
  why: 'The SMI project has been archived, and Linkerd reads TrafficSplit only with an extension of its own.',
  todo: 'Write an HTTPRoute whose parent is the Service, with a weight for each backend.',
  docs: {
    bad: `apiVersion: split.smi-spec.io/v1alpha2
kind: TrafficSplit
metadata: { name: web, namespace: shop }
spec: { service: web, backends: [{ service: web-v1, weight: 90 }, { service: web-v2, weight: 10 }] }
`,
    good: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ group: "", kind: Service, name: web, port: 80 }]
  rules:
    - backendRefs: [{ name: web-v1, port: 80, weight: 90 }, { name: web-v2, port: 80, weight: 10 }]
`,
    see: ['https://linkerd.io/2/features/traffic-split/']
  },

  check({ manifest, report }) {
    report({
      at: ['kind'],
      part: 'value',
      message: `The TrafficSplit ${manifest.name ?? ''} needs an extension that is retired.`
    })
  }
})
