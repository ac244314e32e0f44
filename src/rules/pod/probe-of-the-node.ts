import { defineRule } from '../define-rule.ts'
import { containersOf, podKeys, podSpecOf } from '../shared/pod-templates.ts'

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const

export default defineRule({
  id: 'pod/probe-of-the-node',
  appliesTo: podKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['pod', 'readiness'],
  what: 'A probe asks at localhost, which is the node and not the Pod.',
  why: 'The kubelet runs the probe on the node. With host: localhost it asks the node itself: the probe fails, or it succeeds by what another program there answers.',
  todo: 'Remove host; the probe then asks at the address of the Pod.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  containers:
    - name: shop
      image: shop
      readinessProbe: { httpGet: { host: localhost, path: /ready, port: 8080 } }
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  containers:
    - name: shop
      image: shop
      readinessProbe: { httpGet: { path: /ready, port: 8080 } }
`,
    see: [
      'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#http-probes'
    ]
  },

  check({ manifest, report }) {
    const pod = podSpecOf(manifest.object)
    // On the network of the node the two are the same.
    if (!pod || pod.spec.hostNetwork === true) return
    for (const { container, at } of containersOf(pod.spec, pod.at))
      for (const probe of probes)
        for (const action of ['httpGet', 'tcpSocket'] as const) {
          const host = container[probe]?.[action]?.host
          if (host === undefined || !/^(?:localhost|127\.[\d.]+|::1)$/.test(host)) continue
          const place = [...at, probe, action, 'host']
          report({
            at: place,
            part: 'entry',
            message: `${host} is the node, from which the kubelet asks.`,
            fixes: [
              {
                title: 'Remove host',
                safe: false,
                preferred: true,
                change: edit => edit.remove(place)
              }
            ]
          })
        }
  }
})
