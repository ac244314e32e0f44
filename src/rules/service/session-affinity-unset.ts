import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<Service>({
  id: 'service/session-affinity-unset',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['service', 'session-affinity'],
  what: 'Session affinity is configured and not turned on.',
  why: 'sessionAffinityConfig holds only together with `sessionAffinity: ClientIP`. Without it the API server drops the configuration, and each connection may go to another Pod.',
  todo: 'Set sessionAffinity to ClientIP, or remove its configuration.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } }
  selector: { app: shop }
  ports: [{ port: 80 }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  sessionAffinity: ClientIP
  sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } }
  selector: { app: shop }
  ports: [{ port: 80 }]
`,
    see: ['https://kubernetes.io/docs/reference/networking/virtual-ips/#session-affinity']
  },

  check({ manifest, report }) {
    const {
      sessionAffinity = 'None',
      sessionAffinityConfig,
      clusterIP
    } = manifest.object.spec ?? {}
    if (manifest.partial || sessionAffinityConfig?.clientIP === undefined) return
    if (sessionAffinity !== 'None' || clusterIP === 'None') return
    report({
      at: ['spec', 'sessionAffinityConfig'],
      part: 'key',
      message: 'This configuration is dropped, because sessionAffinity is None.',
      fixes: [
        {
          title: 'Set sessionAffinity: ClientIP',
          safe: false,
          preferred: true,
          change: edit => edit.set(['spec', 'sessionAffinity'], 'ClientIP')
        },
        {
          title: 'Remove sessionAffinityConfig',
          safe: false,
          change: edit => edit.remove(['spec', 'sessionAffinityConfig'])
        }
      ]
    })
  }
})
