import { Field } from '../../base/field.ts'
import { isRecord } from '../../base/json.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule({
  id: 'cluster-network-policy/superseded-kind',
  appliesTo: ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy'].map(
    kind => `policy.networking.k8s.io/v1alpha1/${kind}`
  ),
  scope: 'manifest',
  severity: 'hint',
  tags: ['network-policy', 'deprecated'],
  what: 'The policy is written in a kind that has a successor.',
  why: 'AdminNetworkPolicy and BaselineAdminNetworkPolicy have become one kind, ClusterNetworkPolicy; newer implementations read only that one.',
  todo: 'Write a ClusterNetworkPolicy with a tier; its action for allowing is called Accept.',
  docs: {
    bad: `apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata: { name: guard }
spec:
  priority: 10
  subject: { namespaces: { matchLabels: { team: shop } } }
  ingress: [{ action: Allow, from: [{ namespaces: { matchLabels: { team: blog } } }] }]
`,
    good: `apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: { name: guard }
spec:
  tier: Admin
  priority: 10
  subject: { namespaces: { matchLabels: { team: shop } } }
  ingress: [{ action: Accept, from: [{ namespaces: { matchLabels: { team: blog } } }] }]
`,
    see: ['https://network-policy-api.sigs.k8s.io/api-overview/']
  },

  check({ manifest, report }) {
    const tier = manifest.gvk.kind === 'AdminNetworkPolicy' ? 'Admin' : 'Baseline'
    const spec = new Field(manifest.object).get('spec').value
    report({
      at: ['kind'],
      part: 'value',
      message: `${manifest.gvk.kind} has become ClusterNetworkPolicy with the tier ${tier}.`,
      fixes:
        isRecord(spec) && !manifest.partial && !hasPorts(spec)
          ? [
              {
                title: 'Convert to a ClusterNetworkPolicy',
                safe: false,
                change: edit =>
                  edit.replaceBy([
                    {
                      apiVersion: 'policy.networking.k8s.io/v1alpha2',
                      kind: 'ClusterNetworkPolicy',
                      metadata: manifest.object.metadata,
                      spec: { tier, priority: 1000, ...withAccept(spec) }
                    }
                  ])
              }
            ]
          : []
    })
  }
})

/** The rules with the new word for allowing. */
function withAccept(spec: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(spec).map(([key, value]) => [
      key,
      key === 'ingress' || key === 'egress'
        ? new Field(value).items.map(rule =>
            rule.get('action').text === 'Allow'
              ? { ...(rule.value as object), action: 'Accept' }
              : rule.value
          )
        : value
    ])
  )
}

/** Ports are written in another way in the new kind, which a person has to decide about. */
function hasPorts(spec: Readonly<Record<string, unknown>>): boolean {
  return ['ingress', 'egress'].some(way =>
    new Field(spec).get(way).items.some(rule => rule.get('ports').isThere)
  )
}
