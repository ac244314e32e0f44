import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { calicoPolicy, calicoPolicyKeys } from '../shared/calico.ts'

const policy = (types: string): string =>
  calicoPolicy(`  selector: app == 'web'
  types: [${types}]
  ingress: [{ action: Allow, source: { selector: app == 'blog' } }]
  egress: [{ action: Allow, destination: { selector: app == 'db' } }]
`)

export default defineRule({
  id: 'calico/types-leave-rules-out',
  appliesTo: calicoPolicyKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['calico', 'policy'],
  what: 'Rules stand in a direction that the policy is not for.',
  why: 'With `types` a policy holds in those directions only; rules of another one are not looked at.',
  todo: 'Add the direction to `types`, or take `types` away, which then follow from the rules.',
  docs: {
    bad: policy('Ingress'),
    good: policy('Ingress, Egress'),
    see: ['https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#spec']
  },

  check({ manifest, report }) {
    const spec = new Field(manifest.object).get('spec')
    const types = spec.get('types')
    if (manifest.partial || types.texts.length === 0) return
    for (const type of ['Ingress', 'Egress']) {
      const rules = spec.get(type.toLowerCase())
      // Another spelling of the direction is told as what it is.
      const named = types.texts.map(text => text.toLowerCase())
      if (rules.items.length === 0 || named.includes(type.toLowerCase())) continue
      report({
        at: rules.at,
        message: `\`types\` has no ${type}, so these rules are not looked at.`,
        related: [{ at: types.at, message: 'The directions of the policy.' }],
        fixes: [
          {
            title: `Add ${type} to \`types\``,
            safe: false,
            preferred: true,
            change: edit => edit.append(types.at, type)
          }
        ]
      })
    }
  }
})
