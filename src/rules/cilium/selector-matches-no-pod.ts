import { matchesLabels } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { ciliumSpecs } from '../shared/cilium.ts'
import { selectAsMeant, selectorSlip } from '../shared/selector-slip.ts'
import { mayHaveHiddenPods, podsBeside } from '../shared/workspace-pods.ts'

const manifests = (app: string): string => `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: storefront } }
spec: { containers: [{ name: web, image: "registry.example/web:1.0" }] }
---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  endpointSelector: { matchLabels: { app: ${app} } }
  ingress: [{ fromEntities: [cluster] }]
`

export default defineRule({
  id: 'cilium/selector-matches-no-pod',
  appliesTo: ['cilium.io/v2/CiliumNetworkPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['cilium', 'selector'],
  what: 'The policy selects no Pod, while one that it was most likely written for is here.',
  why: 'A policy that selects nobody changes nothing: what it was to close stays open.',
  todo: 'Use the labels that the Pods carry.',
  docs: {
    bad: manifests('storefornt'),
    good: manifests('storefront'),
    see: ['https://docs.cilium.io/en/stable/security/policy/intro/#endpoint-selector-node-selector']
  },

  check({ manifest, workspace, report }) {
    if (manifest.partial || mayHaveHiddenPods(workspace, manifest)) return
    const pods = podsBeside(workspace, manifest)
    for (const spec of ciliumSpecs(manifest.object)) {
      const field = spec.get('endpointSelector', 'matchLabels')
      // Labels of other sources than Kubernetes are none that a manifest shows.
      const own = field.entries.map(([key, value]) => [key.replace(/^k8s:/, ''), value.text ?? ''])
      if (own.some(([key = '']) => key.includes(':') || key.startsWith('io.'))) continue
      const labels = Object.fromEntries(own) as Readonly<Record<string, string>>
      if (own.length === 0 || pods.some(pod => matchesLabels(labels, pod.labels))) continue
      const slip = selectorSlip(labels, pods)
      if (!slip || !field.get(slip.key).isThere) continue
      const { key, meant, pod } = slip
      report({
        at: [...field.at, key],
        part: 'entry',
        message: `No Pod here has ${key}=${labels[key] ?? ''}; the Pods of ${describeManifest(pod.manifest)} have ${meant.key}=${meant.value}.`,
        fixes: selectAsMeant(field, slip)
      })
    }
  }
})
