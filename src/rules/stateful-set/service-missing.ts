import type { StatefulSet } from '../../model/workloads.ts'
import { defineRule } from '../define-rule.ts'
import { servicesBeside, servicesNamed } from '../shared/service-port.ts'
import { slipOf } from '../shared/slip-of.ts'

export default defineRule<StatefulSet>({
  id: 'stateful-set/service-missing',
  appliesTo: ['apps/v1/StatefulSet'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['stateful-set', 'service', 'dns'],
  what: 'The StatefulSet names a Service that is not here, while one with nearly the same name is.',
  why: 'serviceName becomes the subdomain of the Pods. Their names, such as db-0.db, are in DNS only when a headless Service of that name is there; nobody tells when it is not.',
  todo: 'Write the name of the headless Service as it stands.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: orders, namespace: shop }
spec:
  clusterIP: None
  selector: { app: orders }
  ports: [{ port: 5432 }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: orders, namespace: shop }
spec:
  serviceName: order
  selector: { matchLabels: { app: orders } }
  template:
    metadata: { labels: { app: orders } }
    spec: { containers: [{ name: db, image: db }] }
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: orders, namespace: shop }
spec:
  clusterIP: None
  selector: { app: orders }
  ports: [{ port: 5432 }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: orders, namespace: shop }
spec:
  serviceName: orders
  selector: { matchLabels: { app: orders } }
  template:
    metadata: { labels: { app: orders } }
    spec: { containers: [{ name: db, image: db }] }
`,
    see: [
      'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id'
    ]
  },

  check({ manifest, workspace, report }) {
    const { serviceName } = manifest.object.spec ?? {}
    if (manifest.partial || serviceName === undefined || serviceName === '') return
    if (servicesNamed(workspace, manifest, serviceName).length > 0) return
    const names = servicesBeside(workspace, manifest)
      .filter(service => service.object.spec?.clusterIP === 'None')
      .flatMap(service => service.name ?? [])
    const meant = slipOf(serviceName, names)
    if (meant === undefined) return
    report({
      at: ['spec', 'serviceName'],
      part: 'value',
      message: `There is no Service ${serviceName} here, but there is the headless Service ${meant}.`,
      fixes: [
        {
          title: `Use ${meant}`,
          safe: false,
          preferred: true,
          change: edit => edit.set(['spec', 'serviceName'], meant)
        }
      ]
    })
  }
})
