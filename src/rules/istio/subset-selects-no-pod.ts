import { matchesLabels } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { networkingKeys, serviceHost, servicesOfHost, specOf } from '../shared/istio.ts'
import { selectAsMeant, selectorSlip } from '../shared/selector-slip.ts'
import { mayHaveHiddenPods, podsOfService } from '../shared/workspace-pods.ts'

const manifests = (version: string): string => `apiVersion: v1
kind: Service
metadata: { name: reviews, namespace: shop }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: reviews-1, namespace: shop, labels: { app: reviews, version: stable } }
spec: { containers: [{ name: web, image: "registry.example/reviews:1.0" }] }
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  subsets: [{ name: one, labels: { version: ${version} } }]
`

export default defineRule({
  id: 'istio/subset-selects-no-pod',
  appliesTo: networkingKeys('DestinationRule'),
  scope: 'workspace',
  severity: 'warning',
  tags: ['istio', 'selector'],
  what: 'No Pod of the Service has the labels of a subset, while one nearly has.',
  why: 'A subset without Pods has no endpoints, so requests to it are answered with 503.',
  todo: 'Use labels that the Pods carry.',
  docs: {
    bad: manifests('stabel'),
    good: manifests('stable'),
    see: ['https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset']
  },

  check({ manifest, workspace, report }) {
    const spec = specOf(manifest)
    const host = serviceHost(spec.get('host').text ?? '', manifest)
    if (!host || manifest.partial) return
    const pods = servicesOfHost(workspace, host, manifest).flatMap(service =>
      podsOfService(workspace, service, service.object.spec?.selector ?? {})
    )
    for (const subset of spec.get('subsets').items) {
      const field = subset.get('labels')
      const { labels } = field
      if (Object.keys(labels).length === 0) continue
      if (pods.some(pod => matchesLabels(labels, pod.labels))) continue
      const slip = selectorSlip(labels, pods)
      if (!slip || mayHaveHiddenPods(workspace, host)) continue
      const { key, meant } = slip
      report({
        at: [...field.at, key],
        part: 'entry',
        message: `No Pod of ${host.name} has ${key}=${labels[key] ?? ''}; one has ${meant.key}=${meant.value}.`,
        fixes: selectAsMeant(field, slip)
      })
    }
  }
})
