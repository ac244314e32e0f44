import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<Service>({
  id: 'service/headless-port-not-translated',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['service', 'headless', 'ports'],
  what: 'A headless Service has a port that differs from its target port.',
  why: 'Nothing translates ports for a headless Service: clients get the addresses of the Pods and connect to them directly. Who connects to the port of the Service is refused; only SRV records tell the target port.',
  todo: 'Let port be the port on which the Pods listen.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: db }
spec:
  clusterIP: None
  selector: { app: db }
  ports: [{ name: sql, port: 80, targetPort: 5432 }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: db }
spec:
  clusterIP: None
  selector: { app: db }
  ports: [{ name: sql, port: 5432 }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/service/#headless-services']
  },

  check({ manifest, report }) {
    const { clusterIP, ports = [] } = manifest.object.spec ?? {}
    if (clusterIP !== 'None') return
    for (const [i, { port, targetPort }] of ports.entries()) {
      if (typeof targetPort !== 'number' || targetPort === 0 || targetPort === port) continue
      const at = ['spec', 'ports', i, 'port']
      report({
        at,
        part: 'value',
        message: `Clients that connect to ${port} are refused: the Pods listen on ${targetPort}, and a headless Service translates no port.`,
        fixes: [
          {
            title: `Use port ${targetPort}`,
            safe: false,
            preferred: true,
            change: edit => edit.set(at, targetPort)
          }
        ]
      })
    }
  }
})
