import { Field } from '../../base/field.ts'
import { parsePrometheusDuration } from '../../model/prometheus-duration.ts'
import { defineRule } from '../define-rule.ts'
import { monitorOf } from '../shared/monitoring.ts'

export default defineRule({
  id: 'prometheus/timeout-longer-than-interval',
  appliesTo: [
    'monitoring.coreos.com/v1/ServiceMonitor',
    'monitoring.coreos.com/v1/PodMonitor',
    'monitoring.coreos.com/v1/Probe'
  ],
  scope: 'manifest',
  severity: 'error',
  tags: ['prometheus', 'duration'],
  what: 'A scrape may take longer than the time until the next.',
  why: 'The operator leaves the monitor out, because Prometheus does not start with such a configuration.',
  todo: 'Make `scrapeTimeout` at most as long as `interval`.',
  docs: {
    bad: monitorOf('{ port: metrics, interval: 15s, scrapeTimeout: 30s }'),
    good: monitorOf('{ port: metrics, interval: 30s, scrapeTimeout: 15s }'),
    see: ['https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config']
  },

  check({ manifest, report }) {
    const spec = new Field(manifest.object).get('spec')
    const endpoints = ['endpoints', 'podMetricsEndpoints'].flatMap(list => spec.get(list).items)
    for (const endpoint of [...endpoints, spec]) {
      const [timeout, interval] = [endpoint.get('scrapeTimeout'), endpoint.get('interval')]
      const [most, every] = [timeout, interval].map(field =>
        parsePrometheusDuration(field.text ?? '')
      )
      if (most === undefined || every === undefined || most <= every) continue
      report({
        at: timeout.at,
        part: 'value',
        message: `A scrape may take ${timeout.text ?? ''}, and the next begins after ${interval.text ?? ''}.`,
        related: [{ at: interval.at, message: 'The time between two scrapes.' }]
      })
    }
  }
})
