import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<Service>({
  id: 'service/publish-not-ready',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['service', 'readiness'],
  what: 'A Service with an address sends traffic to Pods that are not ready.',
  why: 'publishNotReadyAddresses is made for headless Services, by which the Pods of a StatefulSet find each other before they are ready. Behind an address it sends requests of clients to Pods that cannot answer yet.',
  todo: 'Remove publishNotReadyAddresses, or put it on a headless Service of its own for the peers.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  publishNotReadyAddresses: true
  selector: { app: shop }
  ports: [{ port: 80 }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: shop-peers }
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector: { app: shop }
  ports: [{ port: 80 }]
`,
    see: [
      'https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec'
    ]
  },

  check({ manifest, report }) {
    const { publishNotReadyAddresses, clusterIP, selector } = manifest.object.spec ?? {}
    if (manifest.partial || publishNotReadyAddresses !== true) return
    if (clusterIP === 'None' || !selector) return
    report({
      at: ['spec', 'publishNotReadyAddresses'],
      part: 'entry',
      message: 'Clients of this Service are sent to Pods that are not ready, too.',
      fixes: [
        {
          title: 'Remove publishNotReadyAddresses',
          safe: false,
          preferred: true,
          change: edit => edit.remove(['spec', 'publishNotReadyAddresses'])
        }
      ]
    })
  }
})
