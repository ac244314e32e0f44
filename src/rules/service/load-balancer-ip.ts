import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<Service>({
  id: 'service/load-balancer-ip',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['service', 'deprecation'],
  what: 'The Service asks for an address by loadBalancerIP.',
  why: 'The field is deprecated since Kubernetes 1.24: it knows one address family only, and each implementation reads it in its own way or not at all.',
  todo: 'Ask by the annotation of the implementation, for MetalLB metallb.io/loadBalancerIPs.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  type: LoadBalancer
  loadBalancerIP: 192.0.2.10
  selector: { app: shop }
  ports: [{ port: 80 }]
`,
    good: `apiVersion: v1
kind: Service
metadata:
  name: shop
  annotations: { metallb.io/loadBalancerIPs: 192.0.2.10 }
spec:
  type: LoadBalancer
  selector: { app: shop }
  ports: [{ port: 80 }]
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer']
  },

  check({ manifest, report }) {
    const { loadBalancerIP, type } = manifest.object.spec ?? {}
    if (loadBalancerIP === undefined || loadBalancerIP === '') return
    const unused = type !== undefined && type !== 'LoadBalancer'
    report({
      at: ['spec', 'loadBalancerIP'],
      part: 'entry',
      message: unused
        ? `loadBalancerIP does nothing for a Service of type ${type}.`
        : 'loadBalancerIP is deprecated.',
      severity: unused ? 'warning' : 'hint',
      fixes: unused
        ? [
            {
              title: 'Remove loadBalancerIP',
              safe: false,
              preferred: true,
              change: edit => edit.remove(['spec', 'loadBalancerIP'])
            }
          ]
        : [
            {
              title: 'Ask MetalLB by its annotation instead',
              safe: false,
              change: edit => [
                ...edit.set(
                  ['metadata', 'annotations', 'metallb.io/loadBalancerIPs'],
                  loadBalancerIP
                ),
                ...edit.remove(['spec', 'loadBalancerIP'])
              ]
            }
          ]
    })
  }
})
