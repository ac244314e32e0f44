import { Field } from '../../base/field.ts'
import { promqlProblem } from '../../model/promql-problem.ts'
import { defineRule } from '../define-rule.ts'
import { rangeInText } from '../shared/text-range.ts'

const rules = (expression: string): string => `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: web, namespace: shop }
spec:
  groups:
    - name: latency
      rules:
        - alert: Slow
          expr: ${expression}
`

export default defineRule({
  id: 'prometheus/expression-unreadable',
  appliesTo: ['monitoring.coreos.com/v1/PrometheusRule'],
  scope: 'manifest',
  severity: 'error',
  tags: ['prometheus', 'rules'],
  what: 'An expression is empty, or its brackets and quotes do not match.',
  why: 'The operator refuses the object, and none of its rules are evaluated.',
  todo: 'Mend the place that is underlined.',
  docs: {
    bad: rules('sum(rate(http_requests_total[5m]) > 100'),
    good: rules('sum(rate(http_requests_total[5m])) > 100'),
    see: ['https://prometheus.io/docs/prometheus/latest/querying/basics/']
  },

  check({ manifest, report }) {
    for (const group of new Field(manifest.object).get('spec', 'groups').items)
      for (const rule of group.get('rules').items) {
        const expression = rule.get('expr')
        const text = expression.text
        if (text === undefined || /\{\{|\$\{|\$[a-z]/.test(text)) continue
        const problem = promqlProblem(text)
        if (!problem) continue
        report({
          at: expression.at,
          part: 'value',
          ...(text !== '' && {
            range: place =>
              rangeInText(place, expression.at, text, {
                start: problem.offset,
                end: problem.offset + 1
              })
          }),
          message: problem.message
        })
      }
  }
})
