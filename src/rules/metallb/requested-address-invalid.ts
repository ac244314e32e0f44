import { parseIp } from '../../model/cidr.ts'
import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { isForMetallb, metallbAnnotation } from '../shared/metallb.ts'

const service = (address: string): string => `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, annotations: { metallb.io/loadBalancerIPs: "${address}" } }
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }] }
`

export default defineRule<Service>({
  id: 'metallb/requested-address-invalid',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['metallb', 'service', 'address'],
  what: 'The address that a Service asks for is none.',
  why: 'MetalLB cannot read it and gives no address at all, so the Service stays pending.',
  todo: 'Write an address, or one of each family with a comma between.',
  docs: {
    bad: service('192.0.2.500'),
    good: service('192.0.2.50'),
    see: ['https://metallb.io/usage/#requesting-specific-ips']
  },
  labs: ['metallb'],

  check({ manifest, report }) {
    const { text, at } = metallbAnnotation(manifest.object, 'loadBalancerIPs')
    if (!isForMetallb(manifest) || text === undefined || /\$|\{\{/.test(text)) return
    const wrong = text
      .split(',')
      .map(part => part.trim())
      .find(part => !parseIp(part))
    if (wrong !== undefined)
      report({
        at,
        part: 'value',
        message: `${wrong === '' ? 'What stands there' : wrong} is no address.`
      })
  }
})
