import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { everyPoolAdvertised, isForMetallb, metallbAnnotation, pools } from '../shared/metallb.ts'
import { slipOf } from '../shared/slip-of.ts'

const manifests = (pool: string): string => `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: internal, namespace: metallb-system }
spec: { addresses: [192.0.2.240-192.0.2.250] }
---
apiVersion: v1
kind: Service
metadata: { name: web, annotations: { metallb.io/address-pool: ${pool} } }
spec:
  type: LoadBalancer
  ports: [{ port: 80 }]
${everyPoolAdvertised}`

export default defineRule<Service>({
  id: 'metallb/requested-pool-missing',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['metallb', 'service', 'reference'],
  what: 'A Service asks for a pool that is not here, while the one that is meant is.',
  why: 'MetalLB takes no other pool instead: the Service gets no address and stays pending.',
  todo: 'Write the name of the pool as it is.',
  docs: {
    bad: manifests('intrenal'),
    good: manifests('internal'),
    see: ['https://metallb.io/usage/#requesting-specific-ips']
  },

  check({ manifest, workspace, report }) {
    if (!isForMetallb(manifest)) return
    const wanted = metallbAnnotation(manifest.object, 'address-pool')
    const names = pools(workspace).flatMap(({ name }) => (name === undefined ? [] : [name]))
    const name = wanted.text
    if (name === undefined || names.includes(name)) return
    const meant = slipOf(name, names)
    if (meant === undefined) return
    report({
      at: wanted.at,
      part: 'value',
      message: `There is no pool ${name} here; there is ${meant}.`,
      fixes: [
        {
          title: `Ask for \`${meant}\``,
          safe: false,
          preferred: true,
          change: edit => edit.set(wanted.at, meant)
        }
      ]
    })
  }
})
