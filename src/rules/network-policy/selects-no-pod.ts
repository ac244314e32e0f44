import type { NetworkPolicy } from '../../model/kinds.ts'
import { formatSelector } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { selectorSlip } from '../shared/selector-slip.ts'
import { mayHaveHiddenPods, podsBeside, podsOfSelector } from '../shared/workspace-pods.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/selects-no-pod',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['network-policy', 'selector'],
  what: 'The policy selects no Pod, while one with nearly the same labels is here.',
  why: 'A policy that selects nothing changes nothing, and nobody is told: the Pods that were meant stay open.',
  todo: 'Use the labels that the Pods carry.',
  labs: ['pod-to-pod-across-namespaces'],
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: nginx }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: closed, namespace: shop }
spec:
  podSelector: { matchLabels: { app: wbe } }
  policyTypes: [Ingress]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: nginx }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: closed, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/']
  },

  check({ manifest, workspace, report }) {
    const selector = manifest.object.spec?.podSelector
    if (manifest.partial || !selector?.matchLabels) return
    if (podsOfSelector(workspace, manifest, selector).length > 0) return
    if (mayHaveHiddenPods(workspace, manifest)) return
    const slip = selectorSlip(selector.matchLabels, podsBeside(workspace, manifest))
    if (!slip) return
    const at = ['spec', 'podSelector', 'matchLabels', slip.key]
    const { key, value } = slip.meant
    report({
      at,
      part: 'entry',
      message: `No Pod here has ${formatSelector(selector)}; ${describeManifest(slip.pod.manifest)} has ${key}=${value}.`,
      related: [
        {
          manifest: slip.pod.manifest,
          at: [...slip.pod.template, 'metadata', 'labels'],
          message: 'Its labels are here.'
        }
      ],
      fixes: [
        {
          title: `Select ${key}=${value}`,
          safe: false,
          preferred: true,
          change: edit => (key === slip.key ? edit.set(at, value) : edit.renameKey(at, key))
        }
      ]
    })
  }
})
