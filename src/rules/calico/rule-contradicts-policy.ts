import { Field } from '../../base/field.ts'
import { requiredValuesOf } from '../../model/calico-selector-values.ts'
import { defineRule } from '../define-rule.ts'
import { calicoPolicy, calicoPolicyKeys, calicoRules } from '../shared/calico.ts'

const policy = (peer: string): string =>
  calicoPolicy(`  selector: app == 'orders'
  types: [Ingress]
  ingress:
    - action: Deny
      ${peer}: { selector: app == 'guest' }
`)

export default defineRule({
  id: 'calico/rule-contradicts-policy',
  appliesTo: calicoPolicyKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['calico', 'policy', 'selector'],
  what: 'A rule asks of the selected Pods what they cannot have.',
  why: 'In a rule of ingress the destination is the Pod that the policy selects, and in one of egress the source is; the other side is the peer. A rule whose selector excludes the selected Pods never applies.',
  todo: 'Write the peer under `source` for ingress and under `destination` for egress.',
  docs: {
    bad: policy('destination'),
    good: policy('source'),
    see: ['https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#rule']
  },

  check({ manifest, report }) {
    const own = requiredValuesOf(new Field(manifest.object).get('spec', 'selector').text ?? '')
    if (!own || manifest.partial) return
    for (const { direction, rule } of calicoRules(manifest.object)) {
      const [side, peer] =
        direction === 'ingress'
          ? (['destination', 'source'] as const)
          : (['source', 'destination'] as const)
      const selector = rule.get(side, 'selector')
      const asked = requiredValuesOf(selector.text ?? '')
      const key = [...(asked?.keys() ?? [])].find(one => {
        const values = own.get(one)
        return values && ![...(asked?.get(one) ?? [])].some(value => values.has(value))
      })
      if (key === undefined) continue
      const isFree = !rule.get(peer).isThere
      report({
        at: selector.at,
        part: 'value',
        message: `The ${side} of ${direction} is a Pod of this policy, which has ${key} ${[...(own.get(key) ?? [])].join(' or ')}.`,
        fixes: isFree
          ? [
              {
                title: `Make it the ${peer}`,
                safe: false,
                preferred: true,
                change: edit => edit.renameKey(rule.get(side).at, peer)
              }
            ]
          : []
      })
    }
  }
})
