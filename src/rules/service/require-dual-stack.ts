import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<Service>({
  id: 'service/require-dual-stack',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  optIn: true,
  severity: 'hint',
  tags: ['service', 'dual-stack', 'portability'],
  what: 'The Service insists on addresses of both families.',
  why: 'A cluster with one address family refuses a Service that requires two.',
  todo: 'Use PreferDualStack, which takes what the cluster has.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  ipFamilyPolicy: RequireDualStack
  selector: { app: shop }
  ports: [{ port: 80 }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  ipFamilyPolicy: PreferDualStack
  selector: { app: shop }
  ports: [{ port: 80 }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/dual-stack/#services']
  },

  check({ manifest, report }) {
    if (manifest.object.spec?.ipFamilyPolicy !== 'RequireDualStack') return
    report({
      at: ['spec', 'ipFamilyPolicy'],
      part: 'value',
      message: 'A cluster with one address family refuses this Service.',
      fixes: [
        {
          title: 'Use PreferDualStack',
          safe: false,
          preferred: true,
          change: edit => edit.set(['spec', 'ipFamilyPolicy'], 'PreferDualStack')
        }
      ]
    })
  }
})
