import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { rangeInText } from '../shared/text-range.ts'

const rules = (expression: string): string => `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: web, namespace: shop }
spec:
  groups:
    - name: traffic
      rules: [{ alert: Busy, expr: '${expression}' }]
`

/** Metrics of the kubelet and of kube-state-metrics that speak of one Pod, Service or workload. */
const metric =
  /\b((?:container|kube_(?:pod|service|deployment|endpoint|ingress|networkpolicy))_[a-z_]+)\s*(\{[^{}]*\})?/

export default defineRule({
  id: 'prometheus/all-namespaces-summed',
  appliesTo: ['monitoring.coreos.com/v1/PrometheusRule'],
  scope: 'manifest',
  severity: 'hint',
  optIn: true,
  tags: ['prometheus', 'rules', 'namespace'],
  what: 'An expression takes the values of all namespaces together.',
  why: 'The metrics of Pods come from the whole cluster, so an alert that is meant for one application is raised by any other.',
  todo: 'Ask for the namespace, `{namespace="shop"}`, or keep it apart by `by (namespace)`.',
  docs: {
    bad: rules('sum(rate(container_network_receive_bytes_total[5m])) > 1e6'),
    good: rules('sum(rate(container_network_receive_bytes_total{namespace="shop"}[5m])) > 1e6'),
    see: ['https://prometheus.io/docs/prometheus/latest/querying/basics/#time-series-selectors']
  },
  labs: ['metrics-and-packets'],

  check({ manifest, report }) {
    for (const group of new Field(manifest.object).get('spec', 'groups').items)
      for (const rule of group.get('rules').items) {
        const { text = '', at } = rule.get('expr')
        const match = metric.exec(text)
        const isSummed = /\b(?:sum|avg|max|min|count)\b/.test(text)
        if (!match || !isSummed || /\bnamespace\b/.test(text)) continue
        const [, name = ''] = match
        const start = match.index
        report({
          at,
          part: 'value',
          range: place => rangeInText(place, at, text, { start, end: start + name.length }),
          message: `${name} is taken of every namespace.`
        })
      }
  }
})
