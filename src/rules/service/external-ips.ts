import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<Service>({
  id: 'service/external-ips',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['service', 'deprecation', 'security'],
  what: 'The Service takes addresses by externalIPs.',
  why: 'Whoever may create a Service can claim any address with it and so read the traffic that other Pods send there (CVE-2020-8554). Many clusters refuse the field by admission, and it is deprecated since Kubernetes 1.36.',
  todo: 'Use type LoadBalancer with an implementation that hands out addresses from a pool, or a Gateway.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  selector: { app: shop }
  externalIPs: [198.51.100.32]
  ports: [{ port: 80 }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  type: LoadBalancer
  selector: { app: shop }
  ports: [{ port: 80 }]
`,
    see: [
      'https://github.com/kubernetes/kubernetes/issues/97076',
      'https://kubernetes.io/docs/concepts/services-networking/service/#external-ips'
    ]
  },

  check({ manifest, report }) {
    const { externalIPs = [], type = 'ClusterIP' } = manifest.object.spec ?? {}
    if (externalIPs.length === 0) return
    report({
      at: ['spec', 'externalIPs'],
      message: `${externalIPs.join(', ')} is claimed by externalIPs, which is deprecated and known for hijacking traffic.`,
      fixes:
        type === 'ExternalName' || type === 'LoadBalancer'
          ? []
          : [
              {
                title: 'Use type LoadBalancer instead',
                safe: false,
                change: edit => [
                  ...edit.remove(['spec', 'externalIPs']),
                  ...edit.set(['spec', 'type'], 'LoadBalancer')
                ]
              }
            ]
    })
  }
})
