import { itemsOf, recordOf } from '../../base/json.ts'
import { defineRule } from '../define-rule.ts'
import { containersOf, podKeys, podSpecOf } from '../shared/pod-templates.ts'

export default defineRule({
  id: 'pod/network-capability',
  appliesTo: podKeys,
  scope: 'manifest',
  optIn: true,
  severity: 'hint',
  tags: ['pod', 'security'],
  what: 'A container gets a capability over the network.',
  why: 'NET_ADMIN lets a container change routes and rules of its Pod, and of the node with hostNetwork; NET_RAW lets it forge packets, such as answers of DNS for its neighbours.',
  todo: 'Drop all capabilities and add those alone that the program needs.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  containers:
    - name: shop
      image: shop
      securityContext: { capabilities: { add: [NET_ADMIN] } }
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  containers:
    - name: shop
      image: shop
      securityContext: { capabilities: { drop: [ALL] } }
`,
    see: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/']
  },

  check({ manifest, report }) {
    const pod = podSpecOf(manifest.object)
    if (!pod) return
    for (const { container, at } of containersOf(pod.spec, pod.at)) {
      const { add } = recordOf(recordOf(container.securityContext).capabilities)
      for (const [i, name] of itemsOf(add).entries())
        if (name === 'NET_ADMIN' || name === 'NET_RAW')
          report({
            at: [...at, 'securityContext', 'capabilities', 'add', i],
            part: 'value',
            message: `Container ${container.name} gets ${name}.`
          })
    }
  }
})
