import { defineRule } from '../define-rule.ts'
import { containersOf, podKeys, podSpecOf } from '../shared/pod-templates.ts'

export default defineRule({
  id: 'pod/host-port',
  appliesTo: podKeys,
  scope: 'manifest',
  optIn: true,
  severity: 'hint',
  tags: ['pod', 'ports', 'security'],
  what: 'A container takes a port of its node.',
  why: 'A port of a node belongs to one Pod, so the scheduler puts no second one there, and the port is open on every address of the node, past any Service.',
  todo: 'Use a Service of type NodePort or LoadBalancer.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  containers: [{ name: shop, image: shop, ports: [{ containerPort: 8080, hostPort: 8080 }] }]
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  containers: [{ name: shop, image: shop, ports: [{ containerPort: 8080 }] }]
`,
    see: ['https://kubernetes.io/docs/concepts/configuration/overview/']
  },

  check({ manifest, report }) {
    const pod = podSpecOf(manifest.object)
    if (!pod) return
    for (const { container, at } of containersOf(pod.spec, pod.at))
      for (const [i, { hostPort = 0 }] of (container.ports ?? []).entries())
        if (hostPort !== 0)
          report({
            at: [...at, 'ports', i, 'hostPort'],
            part: 'value',
            message: `Port ${hostPort} of the node is taken.`
          })
  }
})
