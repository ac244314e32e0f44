import { parseCidr } from '../../model/cidr.ts'
import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<Service>({
  id: 'service/open-source-range',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['service', 'load-balancer', 'security'],
  what: 'Among the ranges of clients that are let in is one of everybody.',
  why: 'The ranges of loadBalancerSourceRanges are added up. A range of length 0 lets in every client of its family, so the narrower ranges beside it restrict nothing.',
  todo: 'Remove the range of everybody, or the others when everybody is meant.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  type: LoadBalancer
  loadBalancerSourceRanges: [203.0.113.0/24, 0.0.0.0/0]
  selector: { app: shop }
  ports: [{ port: 80 }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  type: LoadBalancer
  loadBalancerSourceRanges: [203.0.113.0/24]
  selector: { app: shop }
  ports: [{ port: 80 }]
`,
    see: [
      'https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec'
    ]
  },

  check({ manifest, report }) {
    const ranges = (manifest.object.spec?.loadBalancerSourceRanges ?? []).map(text =>
      parseCidr(text.trim())
    )
    for (const [i, range] of ranges.entries()) {
      if (range?.bits !== 0) continue
      const narrower = ranges.some(other => other?.family === range.family && other.bits > 0)
      if (!narrower) continue
      const at = ['spec', 'loadBalancerSourceRanges', i]
      report({
        at,
        part: 'value',
        message: `This range lets in every ${range.family} client, so the narrower ranges beside it do nothing.`,
        fixes: [
          {
            title: 'Remove the range',
            safe: false,
            preferred: true,
            change: edit => edit.remove(at)
          }
        ]
      })
    }
  }
})
