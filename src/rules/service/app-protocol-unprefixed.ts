import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

const prefixed: ReadonlyMap<string, string> = new Map([
  ['h2c', 'kubernetes.io/h2c'],
  ['ws', 'kubernetes.io/ws'],
  ['wss', 'kubernetes.io/wss']
])

export default defineRule<Service>({
  id: 'service/app-protocol-unprefixed',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['service', 'ports'],
  what: 'appProtocol names a protocol of Kubernetes without its prefix.',
  why: 'Names without a prefix are those of IANA, where there is no h2c, ws or wss. Gateways and meshes agree on the names with the prefix kubernetes.io/; what they make of others differs.',
  todo: 'Write kubernetes.io/h2c, kubernetes.io/ws or kubernetes.io/wss.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: greeter }
spec:
  selector: { app: greeter }
  ports: [{ name: grpc, port: 50051, appProtocol: h2c }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: greeter }
spec:
  selector: { app: greeter }
  ports: [{ name: grpc, port: 50051, appProtocol: kubernetes.io/h2c }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol']
  },

  check({ manifest, report }) {
    for (const [i, { appProtocol = '' }] of (manifest.object.spec?.ports ?? []).entries()) {
      const meant = prefixed.get(appProtocol.toLowerCase())
      if (meant === undefined) continue
      const at = ['spec', 'ports', i, 'appProtocol']
      report({
        at,
        part: 'value',
        message: `The name that gateways agree on is ${meant}.`,
        fixes: [
          {
            title: `Use ${meant}`,
            safe: false,
            preferred: true,
            change: edit => edit.set(at, meant)
          }
        ]
      })
    }
  }
})
