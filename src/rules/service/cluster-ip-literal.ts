import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<Service>({
  id: 'service/cluster-ip-literal',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  optIn: true,
  severity: 'hint',
  tags: ['service', 'portability'],
  what: 'The Service asks for a certain cluster address.',
  why: 'The address has to be free and in the Service range of the cluster, which differs between clusters; another cluster refuses the Service.',
  todo: 'Remove clusterIP and use the name of the Service.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  clusterIP: 10.96.0.50
  selector: { app: shop }
  ports: [{ port: 80 }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  selector: { app: shop }
  ports: [{ port: 80 }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/']
  },

  check({ manifest, report }) {
    const { clusterIP } = manifest.object.spec ?? {}
    if (clusterIP === undefined || clusterIP === '' || clusterIP === 'None') return
    report({
      at: ['spec', 'clusterIP'],
      part: 'value',
      message: `${clusterIP} ties this Service to clusters with such a Service range.`,
      fixes: [
        {
          title: 'Remove clusterIP',
          safe: false,
          change: edit => [
            ...edit.remove(['spec', 'clusterIP']),
            ...(edit.has(['spec', 'clusterIPs']) ? edit.remove(['spec', 'clusterIPs']) : [])
          ]
        }
      ]
    })
  }
})
