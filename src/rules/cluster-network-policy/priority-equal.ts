import { Field } from '../../base/field.ts'
import { jsonEqual } from '../../base/json.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'

const policy = (
  name: string,
  priority: number,
  action: string
): string => `apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: { name: ${name} }
spec:
  tier: Admin
  priority: ${priority}
  subject: { namespaces: { matchLabels: { team: shop } } }
  ingress: [{ action: ${action}, from: [{ namespaces: { matchLabels: { team: blog } } }] }]
`

export default defineRule({
  id: 'cluster-network-policy/priority-equal',
  appliesTo: ['v1alpha2', 'v1beta1'].map(
    version => `policy.networking.k8s.io/${version}/ClusterNetworkPolicy`
  ),
  scope: 'workspace',
  severity: 'warning',
  tags: ['network-policy', 'policy'],
  what: 'Two policies for the same Pods have one priority.',
  why: 'Within a tier the policy with the lower number goes first. With equal numbers it is not defined which of the two decides.',
  todo: 'Give the policy that is to go first the lower number.',
  docs: {
    bad: `${policy('open', 10, 'Accept')}---\n${policy('close', 10, 'Deny')}`,
    good: `${policy('open', 10, 'Accept')}---\n${policy('close', 20, 'Deny')}`,
    see: ['https://network-policy-api.sigs.k8s.io/api-overview/']
  },

  check({ manifest, workspace, report }) {
    const spec = new Field(manifest.object).get('spec')
    const priority = spec.get('priority')
    if (priority.number === undefined || manifest.partial) return
    const all = workspace.ofKind('policy.networking.k8s.io', 'ClusterNetworkPolicy')
    const before = all.slice(0, all.indexOf(manifest))
    const other = before.find(one => {
      const its = new Field(one.object).get('spec')
      return (
        one.name !== manifest.name &&
        one.uri === manifest.uri &&
        its.get('tier').text === spec.get('tier').text &&
        its.get('priority').number === priority.number &&
        jsonEqual(its.get('subject').value, spec.get('subject').value) &&
        ['ingress', 'egress'].some(
          way => its.get(way).items.length > 0 && spec.get(way).items.length > 0
        )
      )
    })
    if (!other) return
    report({
      at: priority.at,
      part: 'value',
      message: `${describeManifest(other)} has the priority ${priority.number} for the same Pods.`,
      related: [{ manifest: other, at: ['spec', 'priority'], message: 'Its priority is here.' }]
    })
  }
})
