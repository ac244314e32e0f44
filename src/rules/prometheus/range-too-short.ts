import { Field } from '../../base/field.ts'
import { parsePrometheusDuration } from '../../model/prometheus-duration.ts'
import { defineRule } from '../define-rule.ts'
import { folderOf } from '../shared/folder-of.ts'
import { monitoringGroup } from '../shared/monitoring.ts'
import { rangeInText } from '../shared/text-range.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const manifests = (range: string): string => `apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  podMetricsEndpoints: [{ port: metrics, interval: 30s }]
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: web, namespace: shop }
spec:
  groups:
    - name: traffic
      rules: [{ alert: Busy, expr: "rate(http_requests_total[${range}]) > 100" }]
`

export default defineRule({
  id: 'prometheus/range-too-short',
  appliesTo: ['monitoring.coreos.com/v1/PrometheusRule'],
  scope: 'workspace',
  severity: 'hint',
  tags: ['prometheus', 'rules'],
  what: 'A rate is taken over fewer than four scrapes.',
  why: 'A rate needs two values. Over a range of less than two intervals there is no result, and over less than four one scrape that fails leaves a gap.',
  todo: 'Take a range of at least four intervals.',
  docs: {
    bad: manifests('1m'),
    good: manifests('2m'),
    see: ['https://prometheus.io/docs/prometheus/latest/querying/functions/#rate']
  },
  labs: ['observability'],

  check({ manifest, workspace, report }) {
    const interval = shortestInterval(workspace, folderOf(manifest.uri))
    if (interval === undefined) return
    for (const group of new Field(manifest.object).get('spec', 'groups').items)
      for (const rule of group.get('rules').items) {
        const { text = '', at } = rule.get('expr')
        for (const match of text.matchAll(
          /\b(?:rate|irate|increase)\s*\([^()[\]]*\[([^\][:]+)\]/g
        )) {
          const range = match[1] ?? ''
          const length = parsePrometheusDuration(range)
          if (length === undefined || length >= 4 * interval) continue
          const end = match.index + match[0].length - 1
          report({
            at,
            part: 'value',
            range: place => rangeInText(place, at, text, { start: end - range.length, end }),
            message: `Values come every ${interval / 1000} s at best, so ${range} holds ${Math.floor(length / interval)}.`
          })
        }
      }
  }
})

/** The shortest interval of the monitors in a folder, in milliseconds; undefined where one leaves it open. */
function shortestInterval(workspace: WorkspaceView, folder: string): number | undefined {
  const monitors = [
    ['ServiceMonitor', 'endpoints'],
    ['PodMonitor', 'podMetricsEndpoints']
  ].flatMap(([kind = '', field = '']) =>
    workspace
      .ofKind(monitoringGroup, kind)
      .filter(({ uri }) => folderOf(uri) === folder)
      .flatMap(({ object }) => new Field(object).get('spec', field).items)
  )
  const intervals = monitors.map(one => parsePrometheusDuration(one.get('interval').text ?? ''))
  const known = intervals.filter(one => one !== undefined && one > 0) as readonly number[]
  return known.length === 0 || known.length < intervals.length ? undefined : Math.min(...known)
}
