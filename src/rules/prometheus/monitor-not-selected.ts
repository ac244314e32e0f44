import { Field } from '../../base/field.ts'
import { isEmptySelector, selects } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { folderOf } from '../shared/folder-of.ts'
import { monitoringGroup, selectorOf } from '../shared/monitoring.ts'
import { slipOf } from '../shared/slip-of.ts'

const manifests = (release: string): string => `apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: { name: main, namespace: shop }
spec:
  serviceMonitorSelector: { matchLabels: { release: monitoring } }
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: web, namespace: shop, labels: { release: ${release} } }
spec:
  selector: { matchLabels: { app: web } }
  endpoints: [{ port: metrics }]
`

const fieldOfKind: Readonly<Record<string, string>> = {
  ServiceMonitor: 'serviceMonitorSelector',
  PodMonitor: 'podMonitorSelector',
  Probe: 'probeSelector',
  PrometheusRule: 'ruleSelector'
}

export default defineRule({
  id: 'prometheus/monitor-not-selected',
  appliesTo: Object.keys(fieldOfKind).map(kind => `${monitoringGroup}/v1/${kind}`),
  scope: 'workspace',
  severity: 'hint',
  tags: ['prometheus', 'selector'],
  what: 'No Prometheus here takes the object in.',
  why: 'A Prometheus takes the monitors and rules whose labels its selector has; the others are ignored without a word.',
  todo: 'Give the object the labels that the Prometheus selects, with the usual chart `release: <name of the release>`.',
  docs: {
    bad: manifests('monitorng'),
    good: manifests('monitoring'),
    see: ['https://prometheus-operator.dev/docs/platform/troubleshooting/']
  },

  check({ manifest, workspace, report }) {
    const servers = ['Prometheus', 'PrometheusAgent']
      .flatMap(kind => workspace.ofKind(monitoringGroup, kind))
      .filter(server => folderOf(server.uri) === folderOf(manifest.uri))
    const [server, another] = servers
    const field = new Field(server?.object).get('spec', fieldOfKind[manifest.gvk.kind] ?? '')
    if (!server || another || server.partial || manifest.partial || !field.isMap) return
    const selector = selectorOf(field)
    const labels = manifest.object.metadata.labels ?? {}
    if (isEmptySelector(selector) || selects(selector, labels)) return
    const wanted = Object.entries(selector.matchLabels ?? {})
    const off = wanted.find(([key, value]) => labels[key] !== value)
    const [key, value] = off ?? []
    const own = key === undefined ? undefined : labels[key]
    const isSlip = own !== undefined && value !== undefined && slipOf(own, [value]) !== undefined
    report({
      at: isSlip && key !== undefined ? ['metadata', 'labels', key] : ['metadata', 'name'],
      part: 'value',
      severity: isSlip ? 'warning' : 'hint',
      message: `${describeManifest(server)} takes in ${wanted.map(([one, text]) => `${one}=${text}`).join(',')}.`,
      related: [{ manifest: server, at: field.at, message: 'Its selector is here.' }],
      fixes:
        key !== undefined && value !== undefined
          ? [
              {
                title: `Set the label ${key}=${value}`,
                safe: false,
                preferred: true,
                change: edit => edit.set(['metadata', 'labels', key], value)
              }
            ]
          : []
    })
  }
})
