import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'

const rules = (rule: string): string => `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: web, namespace: shop }
spec:
  groups:
    - name: availability
      rules:
        - ${rule}
`

export default defineRule({
  id: 'prometheus/alert-or-record',
  appliesTo: ['monitoring.coreos.com/v1/PrometheusRule'],
  scope: 'manifest',
  severity: 'error',
  tags: ['prometheus', 'rules'],
  what: 'A rule neither alerts nor records, or does both.',
  why: 'A rule is one of the two; the operator refuses the object, and none of its rules are evaluated.',
  todo: 'Keep `alert` or `record`; `for` and `annotations` belong to alerts.',
  docs: {
    bad: rules('{ record: job:up:sum, expr: sum(up), for: 5m }'),
    good: rules('{ record: job:up:sum, expr: sum(up) }'),
    see: ['https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/#rule']
  },

  check({ manifest, report }) {
    for (const group of new Field(manifest.object).get('spec', 'groups').items)
      for (const rule of group.get('rules').items) {
        const [alert, record] = [rule.get('alert'), rule.get('record')]
        if (!rule.isMap || manifest.partial) continue
        if (alert.isThere && record.isThere)
          report({ at: record.at, message: 'The rule has both `alert` and `record`.' })
        else if (!alert.isThere && !record.isThere)
          report({ at: rule.at, message: 'The rule has neither `alert` nor `record`.' })
        else if (record.isThere)
          for (const key of ['for', 'annotations'])
            if (rule.get(key).isThere)
              report({ at: rule.get(key).at, message: `A rule that records has no \`${key}\`.` })
      }
  }
})
