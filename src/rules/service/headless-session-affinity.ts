import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<Service>({
  id: 'service/headless-session-affinity',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['service', 'headless'],
  what: 'A headless Service asks for session affinity.',
  why: 'Session affinity is kept where the Service address is translated to a Pod. A headless Service has no address: clients get the addresses of the Pods from DNS and choose one themselves, so nothing keeps them at it.',
  todo: 'Remove sessionAffinity, or give the Service an address by removing `clusterIP: None`.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  clusterIP: None
  sessionAffinity: ClientIP
  selector: { app: shop }
  ports: [{ port: 80 }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  sessionAffinity: ClientIP
  selector: { app: shop }
  ports: [{ port: 80 }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/service/#headless-services']
  },

  check({ manifest, report }) {
    const { clusterIP, sessionAffinity } = manifest.object.spec ?? {}
    if (clusterIP !== 'None' || sessionAffinity !== 'ClientIP') return
    report({
      at: ['spec', 'sessionAffinity'],
      part: 'value',
      message: 'ClientIP affinity has no effect on a headless Service.',
      fixes: [
        {
          title: 'Remove sessionAffinity',
          safe: false,
          preferred: true,
          change: edit => edit.remove(['spec', 'sessionAffinity'])
        },
        {
          title: 'Give the Service an address: remove clusterIP',
          safe: false,
          change: edit => edit.remove(['spec', 'clusterIP'])
        }
      ]
    })
  }
})
