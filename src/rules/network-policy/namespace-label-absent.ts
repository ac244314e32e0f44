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
    for (const { peer, at } of peersOf(manifest.object)) {
      const labels = Object.entries(peer.namespaceSelector?.matchLabels ?? {})
      for (const [key, value] of labels) {
        const meant =
          impossibleName(key, value) ??
          meantName(workspace, namespaces, key, value) ??
          ownNamespaceOfClusters(namespaces, key, value)
        if (meant === undefined) continue
        const isOfCluster = !namespaces.some(({ name }) => name === meant) && value === meant
        const place = [...at, 'namespaceSelector', 'matchLabels', key]
        report({
          at: place,
          part: 'entry',
          // Who runs the cluster may have given it the label.
          ...(isOfCluster && { severity: 'hint' }),
          message: messageOf(key, value, meant),
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

function messageOf(key: string, value: string, meant: string): string {
  if (key !== namespaceNameLabel)
    return `Namespace ${meant} does not have the label ${key}=${value}.`
  return value.toLowerCase() === meant && value !== meant
    ? `No namespace can be called ${value}; names are in lower case.`
    : `There is no namespace ${value} here, but there is ${meant}.`
}

/** The name in lower case, where a name with capitals is asked for. */
function impossibleName(key: string, value: unknown): string | undefined {
  const isName = key === namespaceNameLabel && typeof value === 'string'
  return isName && value !== value.toLowerCase() ? value.toLowerCase() : undefined
}

/** The namespaces that every cluster has bear one label only, the one with their name. */
function ownNamespaceOfClusters(
  namespaces: readonly Manifest[],
  key: string,
  value: unknown
): string | undefined {
  const isOwn = value === 'kube-system' || value === 'default' || value === 'kube-public'
  if (!isOwn || !/^(?:name|namespace|ns)$/.test(key)) return undefined
  return namespaces.some(({ name }) => name === value) ? undefined : value
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
