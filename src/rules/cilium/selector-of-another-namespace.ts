import { defineRule } from '../define-rule.ts'
import { ciliumSpecs } from '../shared/cilium.ts'

const policy = (namespace: string): string => `apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  endpointSelector:
    matchLabels: { app: web, k8s:io.kubernetes.pod.namespace: ${namespace} }
  ingress: [{ fromEndpoints: [{}] }]
`

export default defineRule({
  id: 'cilium/selector-of-another-namespace',
  appliesTo: ['cilium.io/v2/CiliumNetworkPolicy'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['cilium', 'policy', 'namespace'],
  what: 'A policy chooses Pods of another namespace than its own.',
  why: 'A CiliumNetworkPolicy holds for Pods of its own namespace only. Cilium takes the label away and applies the policy to Pods of its namespace that have the other labels.',
  todo: 'Put the policy into the namespace of the Pods, or write a CiliumClusterwideNetworkPolicy.',
  docs: {
    bad: policy('guests'),
    good: policy('shop'),
    see: ['https://docs.cilium.io/en/stable/security/policy/kubernetes/']
  },

  check({ manifest, report }) {
    if (manifest.namespace === undefined) return
    for (const spec of ciliumSpecs(manifest.object))
      for (const [key, field] of spec.get('endpointSelector', 'matchLabels').entries) {
        if (!/^(?:k8s[:.]|any[:.])?io\.kubernetes\.pod\.namespace$/.test(key)) continue
        if (field.text === undefined || field.text === manifest.namespace) continue
        report({
          at: field.at,
          part: 'entry',
          message: `The policy is in ${manifest.namespace}, so it never holds for Pods of ${field.text}.`
        })
      }
  }
})
