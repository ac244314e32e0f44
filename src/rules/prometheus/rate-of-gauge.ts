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

/** Gauges that the labs and the usual exporters have, by their exact names. */
const gauges = [
  ...['probe_duration_seconds', 'probe_success', 'probe_http_duration_seconds', 'up'],
  ...['probe_dns_lookup_time_seconds', 'probe_ip_protocol', 'probe_ssl_earliest_cert_expiry'],
  ...['node_load1', 'node_load5', 'node_memory_MemAvailable_bytes', 'node_network_mtu_bytes'],
  ...['container_memory_working_set_bytes', 'kube_deployment_status_replicas_available'],
  ...['nf_conntrack_entries', 'node_nf_conntrack_entries']
]

const rate = new RegExp(
  String.raw`\b(rate|irate|increase)\s*\(\s*(${gauges.join('|')})\s*(?:\{[^{}]*\})?\s*\[`
)

export default defineRule({
  id: 'prometheus/rate-of-gauge',
  appliesTo: ['monitoring.coreos.com/v1/PrometheusRule'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['prometheus', 'rules'],
  what: 'A rate is taken of a value that goes up and down.',
  why: 'Prometheus takes every fall of the value for a counter that began anew, so `rate`, `irate` and `increase` of a gauge give a number that means nothing.',
  todo: 'Use `avg_over_time`, `max_over_time` or `delta` of it.',
  docs: {
    bad: rules('rate(probe_duration_seconds[5m]) > 1'),
    good: rules('avg_over_time(probe_duration_seconds[5m]) > 1'),
    see: ['https://prometheus.io/docs/prometheus/latest/querying/functions/#rate']
  },

  check({ manifest, report }) {
    for (const group of new Field(manifest.object).get('spec', 'groups').items)
      for (const rule of group.get('rules').items) {
        const expression = rule.get('expr')
        const text = expression.text ?? ''
        const match = rate.exec(text)
        if (!match) continue
        const [, call = '', gauge = ''] = match
        const start = match.index
        report({
          at: expression.at,
          part: 'value',
          range: place =>
            rangeInText(place, expression.at, text, { start, end: start + call.length }),
          message: `\`${call}\` is taken of ${gauge}, which is a gauge.`
        })
      }
  }
})
