import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<Service>({
  id: 'service/mixed-protocols',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['service', 'load-balancer', 'ports'],
  what: 'A load balancer is to carry TCP and UDP on one address.',
  why: 'Kubernetes allows it since 1.26, but not every load balancer can: some refuse the Service, others leave the ports of one protocol closed.',
  todo: 'See whether the implementation supports it, or make two Services; some share an address by an annotation.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: resolver }
spec:
  type: LoadBalancer
  selector: { app: resolver }
  ports:
    - { name: dns, port: 53, protocol: UDP }
    - { name: dns-tcp, port: 53, protocol: TCP }
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: resolver-udp }
spec:
  type: LoadBalancer
  selector: { app: resolver }
  ports: [{ name: dns, port: 53, protocol: UDP }]
---
apiVersion: v1
kind: Service
metadata: { name: resolver-tcp }
spec:
  type: LoadBalancer
  selector: { app: resolver }
  ports: [{ name: dns-tcp, port: 53, protocol: TCP }]
`,
    see: [
      'https://kubernetes.io/docs/concepts/services-networking/service/#load-balancers-with-mixed-protocol-types'
    ]
  },

  check({ manifest, report }) {
    const { type, ports = [] } = manifest.object.spec ?? {}
    if (type !== 'LoadBalancer') return
    const protocols = [...new Set(ports.map(port => port.protocol ?? 'TCP'))]
    if (protocols.length < 2) return
    report({
      at: ['spec', 'ports'],
      message: `The load balancer has to carry ${protocols.join(' and ')}.`
    })
  }
})
