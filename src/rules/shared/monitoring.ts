import { Field } from '../../base/field.ts'
import type { Service } from '../../model/kinds.ts'
import { isEmptySelector, selects, type LabelSelector } from '../../model/selector.ts'
import type { Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export const monitoringGroup = 'monitoring.coreos.com'

/** `selector` of a monitor as a label selector, with what is of another type left out. */
export function selectorOf(field: Field): LabelSelector {
  return {
    matchLabels: field.get('matchLabels').labels,
    matchExpressions: field.get('matchExpressions').items.map(item => ({
      key: item.get('key').text ?? '',
      operator: item.get('operator').text ?? '',
      values: item.get('values').texts
    }))
  }
}

/**
 * Whether a monitor looks into a namespace: its own, unless `namespaceSelector` names others. Undefined
 * where it can't be told.
 */
export function looksInto(monitor: Manifest, namespace: string | undefined): boolean | undefined {
  const selector = new Field(monitor.object).get('spec', 'namespaceSelector')
  if (selector.get('any').value === true) return true
  const names = selector.get('matchNames').texts
  if (namespace === undefined) return undefined
  if (names.length > 0) return names.includes(namespace)
  return monitor.namespace === undefined ? undefined : monitor.namespace === namespace
}

/** The Services that a ServiceMonitor selects, in the namespaces that it looks into or may look into. */
export function monitoredServices(
  workspace: WorkspaceView,
  monitor: Manifest
): readonly Manifest<Service>[] {
  const selector = selectorOf(new Field(monitor.object).get('spec', 'selector'))
  // An empty one takes everything, also what is not here.
  if (isEmptySelector(selector)) return []
  return (workspace.all('v1/Service') as readonly Manifest<Service>[]).filter(
    service =>
      !service.partial &&
      selects(selector, service.object.metadata.labels ?? {}) &&
      looksInto(monitor, service.namespace) !== false
  )
}

/** For the examples of pages. */
export function monitorOf(endpoint: string, labels = '{ app: web }'): string {
  return `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { selector: { app: web }, ports: [{ name: metrics, port: 8080 }] }
---
apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: ${labels} }
  endpoints: [${endpoint}]
`
}
