import { defineRule } from '../define-rule.ts'
import { containersOf, podKeys, podSpecOf } from '../shared/pod-templates.ts'

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const
const actions = ['httpGet', 'tcpSocket'] as const

export default defineRule({
  id: 'pod/probe-port-missing',
  appliesTo: podKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['pod', 'ports', 'readiness'],
  what: 'A probe asks at a port that the container does not declare.',
  why: 'A port by name is looked up among the ports of the same container; without it the probe always fails, so the container is restarted or gets no traffic. A number that is not declared may be right, for declaring a port is only information.',
  todo: 'Name a port that the container declares.',
  docs: {
    bad: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  containers:
    - name: shop
      image: shop
      ports: [{ name: http, containerPort: 8080 }]
      readinessProbe: { httpGet: { path: /ready, port: web } }
`,
    good: `apiVersion: v1
kind: Pod
metadata: { name: shop }
spec:
  containers:
    - name: shop
      image: shop
      ports: [{ name: http, containerPort: 8080 }]
      readinessProbe: { httpGet: { path: /ready, port: http } }
`,
    see: [
      'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/'
    ]
  },

  check({ manifest, report }) {
    const pod = podSpecOf(manifest.object)
    if (!pod || manifest.partial) return
    for (const { container, at } of containersOf(pod.spec, pod.at)) {
      const ports = container.ports ?? []
      for (const probe of probes)
        for (const action of actions) {
          const port = container[probe]?.[action]?.port
          if (port === undefined || port === '') continue
          const isName = typeof port === 'string' && !/^\d+$/.test(port)
          const known = ports.some(one => (isName ? one.name : one.containerPort) === port)
          // Most images declare nothing, and a side door is often left out.
          if (known || (!isName && ports.length === 0)) continue
          const place = [...at, probe, action, 'port']
          report({
            at: place,
            part: 'value',
            message: `Container ${container.name} declares no port ${port}${ports.length === 0 ? '' : `; it declares ${ports.map(one => one.name ?? one.containerPort).join(', ')}`}.`,
            severity: isName ? 'warning' : 'hint',
            fixes: ports.slice(0, 3).map(one => ({
              title: `Probe ${one.name ?? one.containerPort}`,
              safe: false,
              preferred: ports.length === 1 && isName,
              change: edit => edit.set(place, one.name ?? one.containerPort)
            }))
          })
        }
    }
  }
})
