import { defineRule } from '../define-rule.ts'
import { podKeys, podSpecOf } from '../shared/pod-templates.ts'

export default defineRule({
  id: 'pod/on-host-network',
  appliesTo: podKeys,
  scope: 'manifest',
  optIn: true,
  severity: 'hint',
  tags: ['pod', 'host-network', 'security'],
  what: 'The Pod uses the network of its node.',
  why: 'It sees the traffic of the node, can open any of its ports, and policies hardly hold for it.',
  todo: 'Take hostNetwork away unless the Pod serves the network of the node itself.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  hostNetwork: true
  containers: [{ name: shop, image: shop }]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  containers: [{ name: shop, image: shop }]
`,
    see: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/']
  },

  check({ manifest, report }) {
    const pod = podSpecOf(manifest.object)
    if (!pod) return
    if (pod.spec.hostNetwork !== true) return
    report({
      at: [...pod.at, 'hostNetwork'],
      part: 'entry',
      message: 'This Pod shares the network of its node.'
    })
  }
})
