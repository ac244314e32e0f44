import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'

const rules = (record: string): string => `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: web, namespace: shop }
spec:
  groups:
    - name: sums
      rules:
        - record: ${record}
          expr: sum by (job) (up)
`

export default defineRule({
  id: 'prometheus/name-invalid',
  appliesTo: ['monitoring.coreos.com/v1/PrometheusRule'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['prometheus', 'rules'],
  what: 'The name of a metric or of a label has characters that no query can write plainly.',
  why: 'Before version 3 Prometheus refuses such a name, and none of the rules are evaluated. Later versions take it, and every query has to write it in quotes and braces.',
  todo: 'Use letters, digits and `_`, and `:` between the parts of a recorded metric.',
  docs: {
    bad: rules('job up sum'),
    good: rules('job:up:sum'),
    see: [
      'https://prometheus.io/docs/concepts/data_model/',
      'https://prometheus.io/docs/practices/rules/'
    ]
  },

  check({ manifest, report }) {
    for (const group of new Field(manifest.object).get('spec', 'groups').items)
      for (const rule of group.get('rules').items) {
        const record = rule.get('record')
        const name = record.text
        if (name !== undefined && name !== '' && isPlain(name) && !/^[A-Za-z_:][\w:]*$/.test(name))
          report({
            at: record.at,
            part: 'value',
            message: `${name} is no plain name of a metric.`
          })
        for (const key of ['labels', 'annotations'])
          for (const [label, field] of rule.get(key).entries)
            if (isPlain(label) && !/^[A-Za-z_]\w*$/.test(label))
              report({
                at: field.at,
                part: 'key',
                message: `${label} is no plain name of ${key === 'labels' ? 'a label' : 'an annotation'}.`
              })
      }
  }
})

/** What is filled in before it is applied may become any name. */
function isPlain(name: string): boolean {
  return !/\{\{|\$/.test(name)
}
