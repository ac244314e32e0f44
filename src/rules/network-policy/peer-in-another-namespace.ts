import { namespaceNameLabel, type NetworkPolicy } from '../../model/kinds.ts'
import { formatSelector, isEmptySelector, selects } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { policyPeersOf } from '../shared/policy-places.ts'
import { mayHaveHiddenPods, podsBeside, workspacePods } from '../shared/workspace-pods.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/peer-in-another-namespace',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['network-policy', 'selector', 'namespace'],
  what: 'The Pods that the peer is for are in another namespace.',
  why: 'A podSelector alone looks at the Pods of the namespace of the policy. Pods of other namespaces are taken in only with a namespaceSelector in the same list item.',
  todo: 'Add a namespaceSelector to the item.',
  labs: ['pod-to-pod-across-namespaces'],
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: frontend, labels: { app: web } }
spec: { containers: [{ name: web, image: web }] }
---
apiVersion: v1
kind: Pod
metadata: { name: api, namespace: backend, labels: { app: api } }
spec: { containers: [{ name: api, image: api }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: backend }
spec:
  podSelector: { matchLabels: { app: api } }
  ingress:
    - from:
        - podSelector: { matchLabels: { app: web } }
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: frontend, labels: { app: web } }
spec: { containers: [{ name: web, image: web }] }
---
apiVersion: v1
kind: Pod
metadata: { name: api, namespace: backend, labels: { app: api } }
spec: { containers: [{ name: api, image: api }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: api, namespace: backend }
spec:
  podSelector: { matchLabels: { app: api } }
  ingress:
    - from:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: frontend } }
          podSelector: { matchLabels: { app: web } }
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors'
    ]
  },

  check({ manifest, workspace, report }) {
    const own = manifest.namespace
    if (manifest.partial || own === undefined) return
    for (const { peer, rule, at } of policyPeersOf(manifest.object)) {
      const selector = peer.podSelector
      if (!selector || peer.namespaceSelector || isEmptySelector(selector)) continue
      // An item with the namespaces beside it is another mistake, told with other words.
      if (rule.peers.some(other => other.namespaceSelector && !other.podSelector)) continue
      const beside = podsBeside(workspace, manifest)
      // Without any Pod of the own namespace the rest of it is not here.
      if (beside.length === 0 || beside.some(pod => selects(selector, pod.labels))) continue
      if (mayHaveHiddenPods(workspace, manifest)) continue
      const pod = workspace
        .derive(workspacePods)
        .find(one => one.namespace !== undefined && selects(selector, one.labels))
      if (!pod) continue
      report({
        at: [...at, 'podSelector'],
        part: 'key',
        message: `No Pod of namespace ${own} has ${formatSelector(selector)}; those of ${describeManifest(pod.manifest)} are in namespace ${String(pod.namespace)}.`,
        related: [
          { manifest: pod.manifest, at: ['metadata', 'namespace'], message: 'The Pods are here.' }
        ],
        fixes: [
          {
            title: `Add a namespaceSelector for ${String(pod.namespace)}`,
            safe: false,
            preferred: true,
            change: edit =>
              edit.set([...at, 'namespaceSelector'], {
                matchLabels: { [namespaceNameLabel]: pod.namespace }
              })
          }
        ]
      })
    }
  }
})
