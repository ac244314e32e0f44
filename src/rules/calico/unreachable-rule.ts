import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { calicoPolicy, calicoPolicyKeys } from '../shared/calico.ts'

const policy = (first: string, second: string): string =>
  calicoPolicy(`  selector: app == 'web'
  types: [Ingress]
  ingress:
    - ${first}
    - ${second}
`)

const all = '{ action: Deny }'
const some = "{ action: Allow, source: { selector: app == 'blog' } }"

export default defineRule({
  id: 'calico/unreachable-rule',
  appliesTo: calicoPolicyKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['calico', 'policy'],
  what: 'A rule stands behind one that decides about everything.',
  why: 'The rules are tried in their order, and the first that matches decides, so the ones behind it are never asked.',
  todo: 'Put the rule for everything last.',
  docs: {
    bad: policy(all, some),
    good: policy(some, all),
    see: ['https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#rule']
  },

  check({ manifest, report }) {
    if (manifest.partial) return
    for (const direction of ['ingress', 'egress']) {
      const rules = new Field(manifest.object).get('spec', direction).items
      const last = rules.findIndex(decidesEverything)
      if (last < 0) continue
      for (const rule of rules.slice(last + 1))
        report({
          at: rule.at,
          message: `Rule ${last + 1} decides about everything before this one is asked.`,
          related: [{ at: rules[last]?.at ?? [], message: 'It decides here.' }]
        })
    }
  }
})

function decidesEverything(rule: Field): boolean {
  const decides = /^(?:allow|deny|pass)$/i.test(rule.get('action').text ?? '')
  return (
    decides &&
    rule.entries.every(([key, field]) => key === 'action' || key === 'metadata' || field.isEmpty)
  )
}
