import { formatSelector, matchesLabels } from '../../model/selector.ts'
import type { StatefulSet } from '../../model/workloads.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { servicesNamed } from '../shared/service-port.ts'
import { podsOfService } from '../shared/workspace-pods.ts'

export default defineRule<StatefulSet>({
  id: 'stateful-set/service-selects-other-pods',
  appliesTo: ['apps/v1/StatefulSet'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['stateful-set', 'service', 'dns', 'selector'],
  what: 'The Service that names the Pods of the StatefulSet does not select them.',
  why: 'A Pod gets its name in DNS, such as db-0.db, from the EndpointSlices of that Service. A Pod that the Service does not select has no name.',
  todo: 'Let the selector of the Service be labels that the Pods carry.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: proxy, namespace: shop, labels: { app: proxy } }
spec: { containers: [{ name: proxy, image: proxy }] }
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec:
  clusterIP: None
  selector: { app: proxy }
  ports: [{ port: 5432 }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: db }] }
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: proxy, namespace: shop, labels: { app: proxy } }
spec: { containers: [{ name: proxy, image: proxy }] }
---
apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec:
  clusterIP: None
  selector: { app: db }
  ports: [{ port: 5432 }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: db }] }
`,
    see: [
      'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id'
    ]
  },

  check({ manifest, workspace, report }) {
    const { serviceName, template } = manifest.object.spec ?? {}
    if (manifest.partial || serviceName === undefined || !template) return
    const [service, another] = servicesNamed(workspace, manifest, serviceName)
    const selector = service?.object.spec?.selector
    if (!service || another || service.partial || !selector) return
    const labels = template.metadata?.labels ?? {}
    if (matchesLabels(selector, labels)) return
    // One that selects nothing at all is told at its selector.
    if (podsOfService(workspace, manifest, selector).length === 0) return
    // The controller adds labels by which a Service selects a single Pod.
    if (Object.keys(selector).some(key => /(^|\.)kubernetes\.io\//.test(key) && !(key in labels)))
      return
    report({
      at: ['spec', 'serviceName'],
      part: 'value',
      message: `${describeManifest(service)} selects ${formatSelector({ matchLabels: selector })}, and the Pods have ${formatSelector({ matchLabels: labels }) || 'no labels'}.`,
      related: [{ manifest: service, at: ['spec', 'selector'], message: 'Its selector is here.' }]
    })
  }
})
