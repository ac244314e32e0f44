import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { calicoKeys, calicoPolicy } from '../shared/calico.ts'

const policy = (namespace: string): string =>
  calicoPolicy(`  selector: app == 'web'
${namespace}  types: [Ingress]
  ingress: [{ action: Allow, source: { namespaceSelector: team == 'blog' } }]
`)

export default defineRule({
  id: 'calico/namespace-selector-misplaced',
  appliesTo: calicoKeys('NetworkPolicy'),
  scope: 'manifest',
  severity: 'error',
  tags: ['calico', 'namespace'],
  supersedes: ['schema/unknown-field'],
  what: 'A policy of one namespace selects namespaces.',
  why: 'A NetworkPolicy holds in its own namespace. Only a GlobalNetworkPolicy selects namespaces for itself; in rules both may.',
  todo: 'Take it away, or write a GlobalNetworkPolicy.',
  docs: {
    bad: policy("  namespaceSelector: team == 'shop'\n"),
    good: policy(''),
    see: ['https://docs.tigera.io/calico/latest/reference/resources/globalnetworkpolicy']
  },

  check({ manifest, report }) {
    const field = new Field(manifest.object).get('spec', 'namespaceSelector')
    if (field.isThere)
      report({
        at: field.at,
        message: 'A NetworkPolicy has no `namespaceSelector` of its own.',
        fixes: [
          {
            title: 'Remove `namespaceSelector`',
            safe: false,
            change: edit => edit.remove(field.at)
          }
        ]
      })
  }
})
