import { Field } from '../../base/field.ts'
import { jsonEqual } from '../../base/json.ts'
import { defineRule } from '../define-rule.ts'

const policy = (team: string): string => `apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: { name: guard }
spec:
  tier: Admin
  priority: 10
  subject: { namespaces: {} }
  ingress:
    - { action: Deny, from: [{ namespaces: { matchLabels: { team: blog } } }] }
    - { action: Accept, from: [{ namespaces: { matchLabels: { team: ${team} } } }] }
`

export default defineRule({
  id: 'cluster-network-policy/unreachable-rule',
  appliesTo: [
    ...['v1alpha2', 'v1beta1'].map(
      version => `policy.networking.k8s.io/${version}/ClusterNetworkPolicy`
    ),
    'policy.networking.k8s.io/v1alpha1/AdminNetworkPolicy',
    'policy.networking.k8s.io/v1alpha1/BaselineAdminNetworkPolicy'
  ],
  scope: 'manifest',
  severity: 'warning',
  tags: ['network-policy', 'policy'],
  what: 'A rule stands behind one that decides about the same traffic.',
  why: 'The rules are tried in their order, and the first that matches decides, so the one behind it is never asked.',
  todo: 'Take one of the two away, or put the narrower one first.',
  docs: {
    bad: policy('blog'),
    good: policy('wiki'),
    see: ['https://network-policy-api.sigs.k8s.io/api-overview/']
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    for (const [direction, peers] of [
      ['ingress', 'from'],
      ['egress', 'to']
    ] as const) {
      const rules = new Field(manifest.object).get('spec', direction).items
      rules.forEach((rule, i) => {
        const earlier = rules
          .slice(0, i)
          .find(
            one =>
              one.get(peers).isList &&
              jsonEqual(one.get(peers).value, rule.get(peers).value) &&
              ['ports', 'protocols'].every(
                key => !one.get(key).isThere || jsonEqual(one.get(key).value, rule.get(key).value)
              )
          )
        if (earlier)
          report({
            at: rule.at,
            message: 'A rule above decides about the same traffic already.',
            related: [{ at: earlier.at, message: 'It is decided here.' }]
          })
      })
    }
  }
})
