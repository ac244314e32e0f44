import { defineRule } from '../define-rule.ts'
import { containersOf, podKeys, podSpecOf } from '../shared/pod-templates.ts'

export default defineRule({
  id: 'pod/container-port-twice',
  appliesTo: podKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['pod', 'ports'],
  what: 'Two containers of the Pod declare the same port.',
  why: 'The containers of a Pod share one network, so only one of them can listen on a port. The second fails to start with "address already in use".',
  todo: 'Let one of the two listen on another port.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  containers:
    - { name: shop, image: shop, ports: [{ containerPort: 8080 }] }
    - { name: admin, image: admin, ports: [{ containerPort: 8080 }] }
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  containers:
    - { name: shop, image: shop, ports: [{ containerPort: 8080 }] }
    - { name: admin, image: admin, ports: [{ containerPort: 8081 }] }
`,
    see: ['https://kubernetes.io/docs/concepts/workloads/pods/#pod-networking']
  },

  check({ manifest, report }) {
    const pod = podSpecOf(manifest.object)
    if (!pod || manifest.partial) return
    const first = new Map<
      string,
      { readonly name: string; readonly at: readonly (string | number)[] }
    >()
    for (const { container, at, initial } of containersOf(pod.spec, pod.at)) {
      // An init container has ended before the others listen.
      if (initial) continue
      for (const [i, { containerPort, protocol = 'TCP' }] of (container.ports ?? []).entries()) {
        const key = `${containerPort}/${protocol}`
        const place = [...at, 'ports', i, 'containerPort']
        const other = first.get(key)
        if (!other) first.set(key, { name: container.name, at: place })
        else if (other.name !== container.name)
          report({
            at: place,
            part: 'value',
            message: `Container ${other.name} listens on ${key} already.`,
            related: [{ at: other.at, message: 'It declares the port here.' }]
          })
      }
    }
  }
})
