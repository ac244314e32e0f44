import { podLabelsOf } from '../../model/workloads.ts'
import { matchesLabels } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { podKeys, podSpecOf } from '../shared/pod-templates.ts'
import { servicesBeside } from '../shared/service-port.ts'

export default defineRule({
  id: 'pod/no-readiness-probe',
  appliesTo: podKeys,
  scope: 'workspace',
  optIn: true,
  severity: 'hint',
  tags: ['pod', 'readiness', 'service'],
  what: 'A Service sends to Pods that have no readiness probe.',
  why: 'Without a probe a Pod counts as ready as soon as its containers run, so requests reach a program that still starts, and some fail at every rollout.',
  todo: 'Give the container that serves the port a readinessProbe.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: shop, labels: { app: shop } }
spec: { containers: [{ name: shop, image: shop, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: shop }
spec: { selector: { app: shop }, ports: [{ port: 80, targetPort: 8080 }] }
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: shop, labels: { app: shop } }
spec:
  containers:
    - name: shop
      image: shop
      ports: [{ containerPort: 8080 }]
      readinessProbe: { httpGet: { path: /ready, port: 8080 } }
---
apiVersion: v1
kind: Service
metadata: { name: shop }
spec: { selector: { app: shop }, ports: [{ port: 80, targetPort: 8080 }] }
`,
    see: ['https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-probes']
  },

  check({ manifest, workspace, report }) {
    const pod = podSpecOf(manifest.object)
    if (!pod || manifest.partial) return
    const containers = pod.spec.containers ?? []
    if (containers.length === 0 || containers.some(one => one.readinessProbe)) return
    const labels = podLabelsOf(manifest.object) ?? {}
    const service = servicesBeside(workspace, manifest).find(({ object: { spec } }) => {
      const { selector = {} } = spec ?? {}
      return Object.keys(selector).length > 0 && matchesLabels(selector, labels)
    })
    if (!service) return
    report({
      at: [...pod.at, 'containers'],
      message: `${describeManifest(service)} sends to these Pods as soon as their containers run.`
    })
  }
})
