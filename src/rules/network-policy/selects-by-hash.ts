import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { policySelectorsOf } from '../shared/policy-places.ts'
import { rolloutLabels } from '../shared/rollout-labels.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/selects-by-hash',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['network-policy', 'selector'],
  what: 'A selector asks for a label that changes with every rollout.',
  why: 'pod-template-hash and controller-revision-hash get another value as soon as the template changes. After the next rollout the selector fits no Pod: a policy stops isolating, and a peer stops being let in.',
  todo: 'Select by the labels that the template itself carries.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: shop }
spec:
  podSelector: { matchLabels: { app: api, pod-template-hash: 5d4f8c7b9 } }
  policyTypes: [Ingress]
`,
    good: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: shop }
spec:
  podSelector: { matchLabels: { app: api } }
  policyTypes: [Ingress]
`,
    see: [
      'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template-hash-label'
    ]
  },

  check({ manifest, report }) {
    for (const { selector, at } of policySelectorsOf(manifest.object)) {
      const labels = selector.matchLabels ?? {}
      for (const key of Object.keys(labels).filter(one => rolloutLabels.has(one))) {
        const place = [...at, 'matchLabels', key]
        report({
          at: place,
          part: 'entry',
          message: `The value of ${key} changes with the next rollout.`,
          fixes:
            Object.keys(labels).length > 1
              ? [
                  {
                    title: `Remove ${key} from the selector`,
                    safe: false,
                    preferred: true,
                    change: edit => edit.remove(place)
                  }
                ]
              : []
        })
      }
    }
  }
})
