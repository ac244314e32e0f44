import type { Field } from '../../base/field.ts'
import { matchesLabels } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { ciliumEntries, ciliumSpecs } from '../shared/cilium.ts'
import { mayHaveHiddenPods, podsBeside, workspacePods } from '../shared/workspace-pods.ts'

const manifests = (namespace: string): string => `apiVersion: v1
kind: Pod
metadata: { name: client, namespace: guests, labels: { app: client } }
spec: { containers: [{ name: client, image: registry.example/client:1.0 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: registry.example/web:1.0 }] }
---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  endpointSelector: { matchLabels: { app: web } }
  ingress:
    - fromEndpoints:
        - matchLabels: { app: client${namespace} }
`

export default defineRule({
  id: 'cilium/peer-in-another-namespace',
  appliesTo: ['cilium.io/v2/CiliumNetworkPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['cilium', 'policy', 'namespace', 'selector'],
  what: 'The Pods of a peer are in another namespace, which the selector does not name.',
  why: 'Without the label of the namespace Cilium looks for peers in the namespace of the policy only, so the Pods that are meant are not let in.',
  todo: 'Add `k8s:io.kubernetes.pod.namespace` with the name of the namespace.',
  docs: {
    bad: manifests(''),
    good: manifests(', k8s:io.kubernetes.pod.namespace: guests'),
    see: [
      'https://docs.cilium.io/en/stable/security/policy/kubernetes/#example-allow-across-namespaces'
    ]
  },

  check({ manifest, workspace, report }) {
    const { namespace } = manifest
    if (manifest.partial || namespace === undefined) return
    // A namespace of which nothing is here says nothing.
    const beside = podsBeside(workspace, manifest)
    if (beside.length === 0 || mayHaveHiddenPods(workspace, manifest)) return
    for (const spec of ciliumSpecs(manifest.object))
      for (const { entry } of ciliumEntries(spec))
        for (const list of ['fromEndpoints', 'toEndpoints'])
          for (const peer of entry.get(list).items) {
            const labels = plainLabelsOf(peer)
            if (!labels || beside.some(pod => matchesLabels(labels, pod.labels))) continue
            const pods = workspace
              .derive(workspacePods)
              .filter(pod => matchesLabels(labels, pod.labels))
            const names = new Set(pods.map(pod => pod.namespace))
            const [pod] = pods
            const [other] = names
            if (!pod || other === undefined || names.size > 1) continue
            report({
              at: peer.get('matchLabels').at,
              part: 'value',
              message: `${describeManifest(pod.manifest)} has these labels, and ${namespace} has no Pod with them.`,
              related: [
                {
                  manifest: pod.manifest,
                  at: [...pod.template, 'metadata'],
                  message: 'It is here.'
                }
              ],
              fixes: [
                {
                  title: `Look in the namespace ${other}`,
                  safe: false,
                  preferred: true,
                  change: edit =>
                    edit.insert(
                      peer.get('matchLabels').at,
                      'k8s:io.kubernetes.pod.namespace',
                      other
                    )
                }
              ]
            })
          }
  }
})

/** Labels of Pods alone; those of another source, or of the namespace, say where to look. */
function plainLabelsOf(peer: Field): Readonly<Record<string, string>> | undefined {
  const { entries } = peer.get('matchLabels')
  if (entries.length === 0 || peer.get('matchExpressions').isThere) return undefined
  const own = entries.map(([key, value]) => [key.replace(/^k8s:/, ''), value.text ?? ''] as const)
  return own.some(([key]) => /:|^io\.(?:kubernetes|cilium)\./.test(key))
    ? undefined
    : Object.fromEntries(own)
}
