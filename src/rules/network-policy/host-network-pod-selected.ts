import type { NetworkPolicy } from '../../model/kinds.ts'
import { isEmptySelector } from '../../model/selector.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { podsOfSelector } from '../shared/workspace-pods.ts'

export default defineRule<NetworkPolicy>({
  id: 'network-policy/host-network-pod-selected',
  appliesTo: ['networking.k8s.io/v1/NetworkPolicy'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['network-policy', 'host-network'],
  what: 'The policy selects a Pod on the network of its node.',
  why: 'Such a Pod has the address of the node, so most network plugins cannot tell its traffic from that of the node and ignore the policy for it.',
  todo: 'Take the Pod off the host network, or protect the node by other means.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: agent, namespace: ops, labels: { app: agent } }
spec:
  hostNetwork: true
  containers: [{ name: agent, image: agent }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: agent, namespace: ops }
spec:
  podSelector: { matchLabels: { app: agent } }
  policyTypes: [Ingress]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: agent, namespace: ops, labels: { app: agent } }
spec:
  containers: [{ name: agent, image: agent }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: agent, namespace: ops }
spec:
  podSelector: { matchLabels: { app: agent } }
  policyTypes: [Ingress]
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-and-hostnetwork-pods'
    ]
  },

  check({ manifest, workspace, report }) {
    const selector = manifest.object.spec?.podSelector
    // A policy for the whole namespace is meant for its other Pods.
    if (manifest.partial || !selector || isEmptySelector(selector)) return
    const pods = podsOfSelector(workspace, manifest, selector)
    const [pod] = pods
    if (!pod || !pods.every(({ spec }) => spec.hostNetwork === true)) return
    report({
      at: ['spec', 'podSelector'],
      part: 'key',
      message: `${describeManifest(pod.manifest)} uses the network of its node, so this policy does not hold for it.`,
      related: [
        {
          manifest: pod.manifest,
          at: [...pod.template, 'spec', 'hostNetwork'],
          message: 'It asks for the host network here.'
        }
      ]
    })
  }
})
