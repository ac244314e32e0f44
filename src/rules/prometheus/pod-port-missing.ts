import { Field } from '../../base/field.ts'
import { runningContainersOf } from '../../model/pod.ts'
import { isEmptySelector, selects } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { belongTogether } from '../shared/folder-of.ts'
import { looksInto, selectorOf } from '../shared/monitoring.ts'
import { slipOf } from '../shared/slip-of.ts'
import { workspacePods } from '../shared/workspace-pods.ts'
import { setTo } from '../shared/set-to.ts'

const manifests = (port: string): string => `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  containers:
    - { name: web, image: "registry.example/web:1.0", ports: [{ name: metrics, containerPort: 8080 }] }
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  podMetricsEndpoints: [{ port: ${port} }]
`

export default defineRule({
  id: 'prometheus/pod-port-missing',
  appliesTo: ['monitoring.coreos.com/v1/PodMonitor'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['prometheus', 'ports', 'reference'],
  what: 'No container of the Pods has the port, while one has a port that was most likely meant.',
  why: 'Only container ports of that name are scraped, so there is no target and no error either.',
  todo: 'Write the name that the port has in the container.',
  docs: {
    bad: manifests('metircs'),
    good: manifests('metrics'),
    see: [
      'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMetricsEndpoint'
    ]
  },

  check({ manifest, workspace, report }) {
    const spec = new Field(manifest.object).get('spec')
    const selector = selectorOf(spec.get('selector'))
    if (manifest.partial || isEmptySelector(selector)) return
    const pods = workspace
      .derive(workspacePods)
      .filter(
        pod =>
          selects(selector, pod.labels) &&
          looksInto(manifest, pod.namespace) !== false &&
          belongTogether(pod.manifest, manifest)
      )
    const names = pods
      .flatMap(pod => runningContainersOf(pod.spec))
      .flatMap(container => (container.ports ?? []).flatMap(({ name }) => name ?? []))
    const [pod] = pods
    for (const endpoint of spec.get('podMetricsEndpoints').items) {
      const port = endpoint.get('port')
      if (!pod || port.text === undefined || names.includes(port.text)) continue
      const meant = slipOf(port.text, names)
      if (meant === undefined) continue
      report({
        at: port.at,
        part: 'value',
        message: `The Pods of ${describeManifest(pod.manifest)} have no port ${port.text}; they have ${meant}.`,
        fixes: setTo(port.at, meant)
      })
    }
  }
})
