import type { NetworkPolicy } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { isWider, policiesForSamePods } from '../shared/other-policies.ts'
import { directionsOf } from '../shared/policy-directions.ts'
import { policyRulesOf, type Direction } from '../shared/policy-places.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/deny-undone',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['network-policy'],
  what: 'The policy denies everything, and another one allows everything to the same Pods.',
  why: 'Policies are added up: what any of them allows is allowed. Beside one that allows everything, one that allows nothing has no effect.',
  todo: 'Remove the policy that allows everything, or narrow it to the Pods that need it.',
  docs: {
    bad: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Ingress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: allow-everything, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Ingress]
  ingress: [{}]
`,
    good: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [Ingress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: allow-to-web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress]
  ingress: [{}]
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation'
    ]
  },

  check({ manifest, workspace, report }) {
    const { podSelector, ingress = [], egress = [] } = manifest.object.spec ?? {}
    // Files without a namespace are often recipes, of which only one is applied.
    if (manifest.partial || !podSelector || manifest.namespace === undefined) return
    const directions = directionsOf(manifest.object)
    for (const direction of ['ingress', 'egress'] as const) {
      if (!directions[direction] || (direction === 'ingress' ? ingress : egress).length > 0)
        continue
      const open = policiesForSamePods(workspace, manifest).find(
        other =>
          other.uri === manifest.uri &&
          other.namespace === manifest.namespace &&
          other.name !== manifest.name &&
          // That the Pods known here are all of one application says nothing of those to come.
          isWider(other.object.spec?.podSelector ?? {}, podSelector) &&
          allowsAll(other.object, direction)
      )
      if (!open) continue
      report({
        at: ['spec', 'podSelector'],
        part: 'key',
        message: `${describeManifest(open)} allows all ${direction} to the Pods that this policy is to isolate.`,
        related: [
          { manifest: open, at: ['spec', direction], message: 'Everything is allowed here.' }
        ]
      })
    }
  }
})

function allowsAll(policy: NetworkPolicy, direction: Direction): boolean {
  return (
    directionsOf(policy)[direction] &&
    policyRulesOf(policy).some(
      rule => rule.direction === direction && rule.peers.length === 0 && rule.ports.length === 0
    )
  )
}
