import { namespaceNameLabel, type NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { policySelectorsOf } from '../shared/policy-places.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/labels-of-another-kind',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['network-policy', 'selector'],
  what: 'A podSelector asks for a label that namespaces or nodes carry, not Pods.',
  why: 'A podSelector looks at the labels of Pods alone. kubernetes.io/metadata.name is put on namespaces and node-role.kubernetes.io/… on nodes, so no Pod is selected.',
  todo: 'Move the label of a namespace into a namespaceSelector. Pods of a certain node cannot be selected.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: backend }
spec:
  podSelector: { matchLabels: { app: api } }
  ingress:
    - from:
        - podSelector: { matchLabels: { kubernetes.io/metadata.name: frontend } }
`,
    good: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: backend }
spec:
  podSelector: { matchLabels: { app: api } }
  ingress:
    - from:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: frontend } }
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-namespace-by-its-name'
    ]
  },

  check({ manifest, report }) {
    for (const { selector, of, at } of policySelectorsOf(manifest.object)) {
      if (of !== 'Pods') continue
      const labels = selector.matchLabels ?? {}
      for (const key of Object.keys(labels)) {
        const owner = ownerOf(key)
        if (owner === undefined) continue
        const alone = Object.keys(labels).length === 1 && !selector.matchExpressions
        const isPeer = at.length > 2
        report({
          at: [...at, 'matchLabels', key],
          part: 'entry',
          message: `${key} is a label of ${owner}, so this podSelector selects no Pod.`,
          fixes:
            owner === 'namespaces' && alone && isPeer
              ? [
                  {
                    title: 'Make it a namespaceSelector',
                    safe: false,
                    preferred: true,
                    change: edit => edit.renameKey(at, 'namespaceSelector')
                  }
                ]
              : []
        })
      }
    }
  }
})

function ownerOf(key: string): string | undefined {
  if (key === namespaceNameLabel) return 'namespaces'
  return key.startsWith('node-role.kubernetes.io/') ? 'nodes' : undefined
}
