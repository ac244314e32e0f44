import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { rangeInText } from '../shared/text-range.ts'

const rules = (expression: string): string => `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: web, namespace: shop }
spec:
  groups:
    - name: latency
      rules: [{ alert: Slow, expr: "${expression}" }]
`

export default defineRule({
  id: 'prometheus/histogram-without-rate',
  appliesTo: ['monitoring.coreos.com/v1/PrometheusRule'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['prometheus', 'rules'],
  what: 'A quantile is taken of counts since the program began.',
  why: 'Buckets only ever grow. Without `rate` the quantile is that of the whole life of the process and hardly moves when something becomes slow now.',
  todo: 'Write `histogram_quantile(0.99, sum by (le) (rate(name_bucket[5m])))`.',
  docs: {
    bad: rules('histogram_quantile(0.99, http_seconds_bucket) > 1'),
    good: rules('histogram_quantile(0.99, sum by (le) (rate(http_seconds_bucket[5m]))) > 1'),
    see: ['https://prometheus.io/docs/practices/histograms/#quantiles']
  },

  check({ manifest, report }) {
    for (const group of new Field(manifest.object).get('spec', 'groups').items)
      for (const rule of group.get('rules').items) {
        const expression = rule.get('expr')
        const text = expression.text ?? ''
        const start = text.indexOf('histogram_quantile(')
        if (start < 0 || !/_bucket\b/.test(text)) continue
        // Buckets of a recorded rate are named as their rule calls them.
        if (
          /\b(?:i?rate|increase|delta|sum_over_time|avg_over_time)\s*\(/.test(text) ||
          /:\w*rate/.test(text)
        )
          continue
        const end = start + 'histogram_quantile'.length
        report({
          at: expression.at,
          part: 'value',
          range: place => rangeInText(place, expression.at, text, { start, end }),
          message: 'The quantile is of buckets without `rate`.'
        })
      }
  }
})
