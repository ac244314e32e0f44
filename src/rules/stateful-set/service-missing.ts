import type { Service } from '../../model/kinds.ts'
import { matchesLabels } from '../../model/selector.ts'
import { podLabelsOf, type StatefulSet } from '../../model/workloads.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
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
    const headless = servicesBeside(workspace, manifest).filter(
      service => service.object.spec?.clusterIP === 'None'
    )
    const meant =
      slipOf(
        serviceName,
        headless.map(service => service.name)
      ) ?? nameOfOnly(headless.filter(service => isBesideAndSelects(service, manifest)))
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

function nameOfOnly([one, another]: readonly Manifest[]): string | undefined {
  return another ? undefined : one?.name
}

/** The headless Service of the same file that sends to these very Pods is the one that was meant. */
function isBesideAndSelects(service: Manifest<Service>, set: Manifest<StatefulSet>): boolean {
  const selector = service.object.spec?.selector ?? {}
  return (
    service.uri === set.uri &&
    Object.keys(selector).length > 0 &&
    matchesLabels(selector, podLabelsOf(set.object) ?? {})
  )
}
