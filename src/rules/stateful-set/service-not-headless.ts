import { matchesLabels } from '../../model/selector.ts'
import type { StatefulSet } from '../../model/workloads.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { servicesBeside, servicesNamed } from '../shared/service-port.ts'

export default defineRule<StatefulSet>({
  id: 'stateful-set/service-not-headless',
  appliesTo: ['apps/v1/StatefulSet'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['stateful-set', 'service', 'dns', 'headless'],
  what: 'A headless Service for the StatefulSet is here, and serviceName names another one.',
  why: 'Only a headless Service gives each Pod a name in DNS, such as db-0.db. Below the name of a Service with an address there are no names of Pods, so peers that look for each other find nothing.',
  todo: 'Name the headless Service in serviceName.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec:
  selector: { app: db }
  ports: [{ port: 5432 }]
---
apiVersion: v1
kind: Service
metadata: { name: db-peers, namespace: shop }
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
    good: `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec:
  selector: { app: db }
  ports: [{ port: 5432 }]
---
apiVersion: v1
kind: Service
metadata: { name: db-peers, namespace: shop }
spec:
  clusterIP: None
  selector: { app: db }
  ports: [{ port: 5432 }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec:
  serviceName: db-peers
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
    if (manifest.partial || serviceName === undefined) return
    const [service, another] = servicesNamed(workspace, manifest, serviceName)
    if (!service || another || service.partial) return
    const { clusterIP, type } = service.object.spec ?? {}
    if (clusterIP === 'None' || type === 'ExternalName') return
    const labels = template?.metadata?.labels ?? {}
    const headless = servicesBeside(workspace, manifest).find(
      ({ object: { spec } }) =>
        spec?.clusterIP === 'None' &&
        spec.selector !== undefined &&
        matchesLabels(spec.selector, labels)
    )
    report({
      at: ['spec', 'serviceName'],
      part: 'value',
      message: `${describeManifest(service)} is not headless, so it gives the Pods no names in DNS.`,
      // Who does not use the names of the Pods loses nothing.
      severity: headless ? 'warning' : 'hint',
      related: [{ manifest: service, at: ['spec'], message: 'It has an address of its own.' }],
      fixes:
        headless?.name === undefined
          ? []
          : [
              {
                title: `Use ${headless.name}`,
                safe: false,
                preferred: true,
                change: edit => edit.set(['spec', 'serviceName'], headless.name)
              }
            ]
    })
  }
})
