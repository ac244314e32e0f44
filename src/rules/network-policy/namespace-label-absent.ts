import type { FieldPath } from '../../base/field-path.ts'
import { slipOf } from '../shared/slip-of.ts'
import {
  namespaceNameLabel,
  type NetworkPolicy,
  type NetworkPolicyPeer
} from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import type { WorkspaceView } from '../workspace-view.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/namespace-label-absent',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['network-policy', 'selector', 'namespace'],
  what: 'The label that is asked for is not on the namespace that is meant.',
  why: 'A namespaceSelector looks at labels, and a namespace has no label with its name unless somebody put it there; kubernetes.io/metadata.name alone is put on every namespace. A label that no namespace has allows nobody.',
  todo: 'Select by kubernetes.io/metadata.name, or put the label on the namespace.',
  labs: ['pod-to-pod-across-namespaces'],
  docs: {
    bad: `apiVersion: v1
kind: Namespace
metadata: { name: frontend }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: from-frontend, namespace: backend }
spec:
  podSelector: {}
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { name: frontend } } }]
`,
    good: `apiVersion: v1
kind: Namespace
metadata: { name: frontend }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: from-frontend, namespace: backend }
spec:
  podSelector: {}
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: frontend } } }]
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-namespace-by-its-name'
    ]
  },

  check({ manifest, workspace, report }) {
    const namespaces = workspace.all('v1/Namespace').filter(({ partial }) => !partial)
    if (namespaces.length === 0) return
    for (const { peer, at } of peersOf(manifest.object)) {
      const labels = Object.entries(peer.namespaceSelector?.matchLabels ?? {})
      for (const [key, value] of labels) {
        const meant = meantName(workspace, namespaces, key, value)
        if (meant === undefined) continue
        const place = [...at, 'namespaceSelector', 'matchLabels', key]
        report({
          at: place,
          part: 'entry',
          message:
            key === namespaceNameLabel
              ? `There is no namespace ${value} here, but there is ${meant}.`
              : `Namespace ${meant} does not have the label ${key}=${value}.`,
          fixes: [
            {
              title: `Select by ${namespaceNameLabel}: ${meant}`,
              safe: false,
              preferred: true,
              change: edit =>
                key === namespaceNameLabel
                  ? edit.set(place, meant)
                  : value === meant
                    ? edit.renameKey(place, namespaceNameLabel)
                    : edit.set(place.slice(0, -1), { [namespaceNameLabel]: meant })
            }
          ]
        })
      }
    }
  }
})

function peersOf(policy: NetworkPolicy): { peer: NetworkPolicyPeer; at: FieldPath }[] {
  const { ingress = [], egress = [] } = policy.spec ?? {}
  return [
    ...ingress.flatMap((rule, i) =>
      (rule.from ?? []).map((peer, j) => ({ peer, at: ['spec', 'ingress', i, 'from', j] }))
    ),
    ...egress.flatMap((rule, i) =>
      (rule.to ?? []).map((peer, j) => ({ peer, at: ['spec', 'egress', i, 'to', j] }))
    )
  ]
}

/** The namespace that was meant: it bears the value as its name, or nearly so, and lacks the label. */
function meantName(
  workspace: WorkspaceView,
  namespaces: readonly Manifest[],
  key: string,
  value: string
): string | undefined {
  const names = namespaces.map(({ name }) => name ?? '')
  if (key === namespaceNameLabel) {
    const known =
      names.includes(value) || workspace.everything().some(({ namespace }) => namespace === value)
    return known ? undefined : slipOf(value, names)
  }
  if (namespaces.some(({ object }) => object.metadata.labels?.[key] === value)) return undefined
  return names.includes(value) ? value : undefined
}
