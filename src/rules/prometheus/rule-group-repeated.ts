import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'

const rules = (name: string): string => `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: web, namespace: shop }
spec:
  groups:
    - name: availability
      rules: [{ alert: Down, expr: up == 0 }]
    - name: ${name}
      rules: [{ alert: Slow, expr: probe_duration_seconds > 1 }]
`

export default defineRule({
  id: 'prometheus/rule-group-repeated',
  appliesTo: ['monitoring.coreos.com/v1/PrometheusRule'],
  scope: 'manifest',
  severity: 'error',
  tags: ['prometheus', 'rules'],
  supersedes: ['schema/duplicate-value'],
  what: 'Two groups of rules have one name.',
  why: 'The names have to differ within an object; the operator refuses it, and none of its rules are evaluated.',
  todo: 'Give each group a name of its own, or put the rules into one.',
  docs: {
    bad: rules('availability'),
    good: rules('latency'),
    see: ['https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/#rule_group']
  },

  check({ manifest, report }) {
    const seen = new Set<string>()
    for (const group of new Field(manifest.object).get('spec', 'groups').items) {
      const name = group.get('name')
      if (name.text === undefined) continue
      if (seen.has(name.text))
        report({
          at: name.at,
          part: 'value',
          message: `A group ${name.text} stands above already.`
        })
      seen.add(name.text)
    }
  }
})
