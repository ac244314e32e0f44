import {
  namespaceNameLabel,
  type NetworkPolicy,
  type NetworkPolicyPeer
} from '../../model/kinds.ts'
import { formatSelector, selects } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { policyPeersOf } from '../shared/policy-places.ts'
import { selectorSlip } from '../shared/selector-slip.ts'
import { mayHaveHiddenPods, podsBeside } from '../shared/workspace-pods.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/peer-matches-no-pod',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['network-policy', 'selector'],
  what: 'The peer selects no Pod, while one with nearly the same labels is here.',
  why: 'A peer that no Pod fits allows nobody, so the traffic that it was written for is dropped.',
  todo: 'Use the labels that the Pods carry; of a Deployment those of its template.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: frontend, namespace: shop, labels: { app: frontend } }
spec: { containers: [{ name: web, image: web }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: shop }
spec:
  podSelector: { matchLabels: { app: api } }
  ingress: [{ from: [{ podSelector: { matchLabels: { app: fronted } } }] }]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: frontend, namespace: shop, labels: { app: frontend } }
spec: { containers: [{ name: web, image: web }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: shop }
spec:
  podSelector: { matchLabels: { app: api } }
  ingress: [{ from: [{ podSelector: { matchLabels: { app: frontend } } }] }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/']
  },

  check({ manifest, workspace, report }) {
    if (manifest.partial) return
    for (const { peer, at } of policyPeersOf(manifest.object)) {
      const labels = peer.podSelector?.matchLabels
      const place = namespaceOf(peer, manifest.namespace)
      if (!labels || Object.keys(labels).length === 0 || !place) continue
      const pods = podsBeside(workspace, place)
      if (pods.some(pod => selects(peer.podSelector ?? {}, pod.labels))) continue
      if (mayHaveHiddenPods(workspace, place)) continue
      const slip = selectorSlip(labels, pods)
      if (!slip) continue
      const entry = [...at, 'podSelector', 'matchLabels', slip.key]
      report({
        at: entry,
        part: 'entry',
        message: `No Pod here has ${formatSelector({ matchLabels: labels })}; those of ${describeManifest(slip.pod.manifest)} have ${formatSelector({ matchLabels: slip.pod.labels })}.`,
        related: [
          {
            manifest: slip.pod.manifest,
            at: [...slip.pod.template, 'metadata', 'labels'],
            message: 'Their labels are here.'
          }
        ],
        fixes: [
          {
            title: `Select ${slip.meant.key}=${slip.meant.value}`,
            safe: false,
            preferred: true,
            change: edit =>
              slip.meant.key === slip.key
                ? edit.set(entry, slip.meant.value)
                : edit.renameKey(entry, slip.meant.key)
          }
        ]
      })
    }
  }
})

/** Where the Pods of a peer are; undefined when its namespaces are chosen by labels of somebody's own. */
function namespaceOf(
  peer: NetworkPolicyPeer,
  own: string | undefined
): { readonly namespace: string | undefined } | undefined {
  if (!peer.namespaceSelector) return { namespace: own }
  const { matchLabels = {}, matchExpressions = [] } = peer.namespaceSelector
  const name = matchLabels[namespaceNameLabel]
  return name === undefined || matchExpressions.length > 0 ? undefined : { namespace: name }
}
