import type { NetworkPolicy } from '../../model/kinds.ts'
import type { LabelSelector } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { policyRulesOf } from '../shared/policy-places.ts'

const policy = (second: string): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: orders, namespace: shop }
spec:
  podSelector: {}
  ingress:
    - from:
        - namespaceSelector:
            matchExpressions:
              - { key: kubernetes.io/metadata.name, operator: NotIn, values: [guests] }
${second}`

export default defineRule<NetworkPolicy>({
  id: 'network-policy/exception-undone',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['network-policy', 'selector'],
  what: 'One peer leaves namespaces out, and another of the same rule lets all of them in.',
  why: 'The peers of a rule are alternatives: whoever fits one of them is allowed. An empty namespaceSelector fits every namespace, also those that were to be left out.',
  todo: 'Take the empty peer away.',
  docs: {
    bad: policy('        - namespaceSelector: {}\n'),
    good: policy(''),
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors'
    ]
  },

  check({ manifest, report }) {
    for (const { peers, peersAt } of policyRulesOf(manifest.object)) {
      const open = peers.findIndex(
        ({ namespaceSelector, podSelector }) =>
          namespaceSelector && isEmpty(namespaceSelector) && (!podSelector || isEmpty(podSelector))
      )
      const narrow = peers.findIndex(({ namespaceSelector }) =>
        (namespaceSelector?.matchExpressions ?? []).some(
          ({ operator }) => operator === 'NotIn' || operator === 'DoesNotExist'
        )
      )
      if (open < 0 || narrow < 0) continue
      report({
        at: [...peersAt, open],
        part: 'value',
        message: 'This lets in the namespaces that another peer leaves out.',
        related: [{ at: [...peersAt, narrow], message: 'They are left out here.' }],
        fixes: [
          {
            title: 'Remove the peer',
            safe: false,
            preferred: true,
            change: edit => edit.remove([...peersAt, open])
          }
        ]
      })
    }
  }
})

function isEmpty({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions ?? []).length === 0
}
