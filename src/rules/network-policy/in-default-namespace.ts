import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

const policy = (namespace: string): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny, namespace: ${namespace} }
spec:
  podSelector: {}
  policyTypes: [Ingress]
`

export default defineRule<NetworkPolicy>({
  id: 'network-policy/in-default-namespace',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'manifest',
  severity: 'hint',
  optIn: true,
  tags: ['network-policy', 'namespace'],
  what: 'The policy is in the namespace default.',
  why: 'There is what others have put there without a thought, and the policy cuts it off as well.',
  todo: 'Try policies in a namespace of their own.',
  docs: {
    bad: policy('default'),
    good: policy('shop'),
    see: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/']
  },
  labs: ['border-and-names'],

  check({ manifest, report }) {
    if (manifest.namespace === 'default')
      report({
        at: ['metadata', 'namespace'],
        part: 'value',
        message: 'The policy is for Pods of the namespace default.'
      })
  }
})
