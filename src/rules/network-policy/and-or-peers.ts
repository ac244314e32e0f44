import { isRecord } from '../../base/json.ts'
import type { NetworkPolicy, NetworkPolicyPeer } from '../../model/kinds.ts'
import { formatSelector, isEmptySelector, selects } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import type { Manifest } from '../manifest.ts'
import { namespaceLabels } from '../shared/namespace-labels.ts'
import { podsBeside, workspacePods } from '../shared/workspace-pods.ts'
import type { WorkspaceView } from '../workspace-view.ts'

/**
 * Two list items are a legitimate "either", so alone they are a hint. They are a warning when the second
 * item reads as a slip: its Pods are not in the policy's namespace but in one that the first item names.
 */
export default defineRule<NetworkPolicy>({
  id: 'network-policy/and-or-peers',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['network-policy', 'selector'],
  what: 'A namespaceSelector and a podSelector are two list items, so either of them is enough.',
  why: "With a dash each, the first allows every Pod of those namespaces, and the second Pods of the policy's own namespace. In one item both have to hold: these Pods in those namespaces.",
  todo: 'If both were meant to hold, remove the second dash, so that both selectors stand in one item.',
  labs: ['pod-to-pod-across-namespaces'],
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: allow-dns, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
        - podSelector: { matchLabels: { k8s-app: kube-dns } }
      ports:
        - { protocol: UDP, port: 53 }
        - { protocol: TCP, port: 53 }
`,
    good: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: allow-dns, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }
          podSelector: { matchLabels: { k8s-app: kube-dns } }
      ports:
        - { protocol: UDP, port: 53 }
        - { protocol: TCP, port: 53 }
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors'
    ]
  },

  check({ manifest, workspace, report }) {
    const { ingress = [], egress = [] } = manifest.object.spec ?? {}
    const lists = [
      ...ingress.map((rule, i) => ({ peers: rule.from ?? [], at: ['spec', 'ingress', i, 'from'] })),
      ...egress.map((rule, i) => ({ peers: rule.to ?? [], at: ['spec', 'egress', i, 'to'] }))
    ]
    for (const { peers, at } of lists) {
      for (const [i, peer] of peers.entries()) {
        const next = peers[i + 1]
        if (!next || !isLone(peer, 'namespaceSelector') || !isLone(next, 'podSelector')) continue
        const { namespaceSelector } = peer
        const { podSelector } = next
        if (!namespaceSelector || !podSelector || isEmptySelector(podSelector)) continue
        const slip = isSlip(workspace, manifest, peer, next)
        // A longer list is one of alternatives, and so are these two in it.
        if (!slip && peers.length > 2) continue
        report({
          at: [...at, i + 1],
          part: 'key',
          message: `Either one is enough here: every Pod of a namespace with ${formatSelector(namespaceSelector) || 'any labels'}, or a Pod of this namespace with ${formatSelector(podSelector)}.`,
          severity: slip ? 'warning' : 'hint',
          related: [
            { at: [...at, i], message: 'This item alone allows every Pod of those namespaces.' }
          ],
          fixes: [
            {
              title: 'Let both hold: one item with both selectors',
              safe: false,
              preferred: true,
              change: edit =>
                edit.set(at, peers.toSpliced(i, 2, { namespaceSelector, podSelector }))
            }
          ]
        })
      }
    }
  }
})

function isLone(peer: NetworkPolicyPeer, key: 'namespaceSelector' | 'podSelector'): boolean {
  return isRecord(peer) && isRecord(peer[key]) && Object.keys(peer).length === 1
}

function isSlip(
  workspace: WorkspaceView,
  manifest: Manifest<NetworkPolicy>,
  first: NetworkPolicyPeer,
  second: NetworkPolicyPeer
): boolean {
  const namespaces = first.namespaceSelector ?? {}
  const pods = second.podSelector ?? {}
  const dns = { 'k8s-app': 'kube-dns', 'kubernetes.io/metadata.name': 'kube-system' }
  const { namespace } = manifest
  if (namespace !== 'kube-system' && selects(pods, dns) && selects(namespaces, dns)) return true
  if (namespace === undefined) return false
  if (podsBeside(workspace, manifest).some(pod => selects(pods, pod.labels))) return false
  return workspace
    .derive(workspacePods)
    .some(
      pod =>
        selects(pods, pod.labels) &&
        pod.namespace !== undefined &&
        selects(namespaces, namespaceLabels(workspace, pod.namespace))
    )
}
