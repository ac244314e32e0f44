import { matchesLabels } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { networkingKeys, securityKeys, specOf } from '../shared/istio.ts'
import { selectAsMeant, selectorSlip } from '../shared/selector-slip.ts'
import { mayHaveHiddenPods, podsBeside } from '../shared/workspace-pods.ts'

const manifests = (app: string): string => `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: storefront } }
spec: { containers: [{ name: web, image: "registry.example/web:1.0" }] }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: ${app} } }
  mtls: { mode: STRICT }
`

export default defineRule({
  id: 'istio/selector-matches-no-pod',
  appliesTo: [
    ...['PeerAuthentication', 'RequestAuthentication', 'AuthorizationPolicy'].flatMap(securityKeys),
    ...['Sidecar', 'ServiceEntry', 'EnvoyFilter'].flatMap(networkingKeys)
  ],
  scope: 'workspace',
  severity: 'warning',
  tags: ['istio', 'selector'],
  what: 'The object selects no Pod, while one that it was most likely written for is here.',
  why: 'It holds for the Pods of its namespace that carry every label of the selector; without one it does nothing.',
  todo: 'Use the labels that the Pods carry.',
  docs: {
    bad: manifests('storefornt'),
    good: manifests('storefront'),
    see: ['https://istio.io/latest/docs/reference/config/type/workload-selector/']
  },

  check({ manifest, workspace, report }) {
    // In the namespace of Istio itself a selector speaks of Pods everywhere.
    if (manifest.partial || manifest.namespace === 'istio-system') return
    const spec = specOf(manifest)
    const field = [
      spec.get('selector', 'matchLabels'),
      spec.get('workloadSelector', 'labels')
    ].find(one => one.keys.length > 0)
    if (!field || mayHaveHiddenPods(workspace, manifest)) return
    const pods = podsBeside(workspace, manifest)
    if (pods.some(pod => matchesLabels(field.labels, pod.labels))) return
    const slip = selectorSlip(field.labels, pods)
    if (!slip) return
    const { key, meant, pod } = slip
    report({
      at: [...field.at, key],
      part: 'entry',
      message: `No Pod here has ${key}=${field.labels[key] ?? ''}; the Pods of ${describeManifest(pod.manifest)} have ${meant.key}=${meant.value}.`,
      fixes: selectAsMeant(field, slip)
    })
  }
})
