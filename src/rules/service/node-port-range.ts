import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

const lowest = 30000
const highest = 32767

export default defineRule<Service>({
  id: 'service/node-port-range',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['service', 'ports'],
  what: 'The node port is not in the range that clusters give node ports from.',
  why: 'The API server refuses node ports outside of 30000 to 32767, unless it was started with another --service-node-port-range.',
  todo: 'Take a port from 30000 to 32767, or leave nodePort away to be given one.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  type: NodePort
  selector: { app: shop }
  ports: [{ port: 80, nodePort: 8080 }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  type: NodePort
  selector: { app: shop }
  ports: [{ port: 80, nodePort: 30080 }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport']
  },

  check({ manifest, report }) {
    for (const [i, { nodePort }] of (manifest.object.spec?.ports ?? []).entries()) {
      // 0 asks for any; what is no port at all is told by the schema.
      if (nodePort === undefined || nodePort < 1 || nodePort > 65535) continue
      if (lowest <= nodePort && nodePort <= highest) continue
      const at = ['spec', 'ports', i, 'nodePort']
      report({
        at,
        part: 'value',
        message: `Node port ${nodePort} is outside of the range ${lowest} to ${highest}.`,
        fixes: [
          {
            title: 'Remove nodePort, so that the cluster chooses one',
            safe: false,
            preferred: true,
            change: edit => edit.remove(at)
          }
        ]
      })
    }
  }
})
