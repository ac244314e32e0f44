import { Field } from '../../base/field.ts'
import { isLogql, promqlProblems } from '../../model/promql-problem.ts'
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
  what: 'Prometheus cannot read an expression.',
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
        if (text === undefined || /\{\{|\$\{|\$[a-z]/.test(text) || isLogql(text)) continue
        for (const { message, offset, length, meant } of promqlProblems(text))
          report({
            at: expression.at,
            part: 'value',
            ...(text !== '' && {
              range: place =>
                rangeInText(place, expression.at, text, { start: offset, end: offset + length })
            }),
            message,
            fixes:
              meant === undefined
                ? []
                : [
                    {
                      title: `Write \`${meant}\``,
                      safe: false,
                      preferred: true,
                      change: edit =>
                        edit.set(
                          expression.at,
                          text.slice(0, offset) + meant + text.slice(offset + length)
                        )
                    }
                  ]
          })
      }
  }
})
