import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import {
  everyPoolAdvertised,
  isForMetallb,
  metallbAnnotation,
  pools,
  rangesOf
} from '../shared/metallb.ts'

const manifests = (more: string): string => `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: public, namespace: metallb-system }
spec: { addresses: [192.0.2.240-192.0.2.250${more}] }
---
apiVersion: v1
kind: Service
metadata: { name: web, annotations: { metallb.io/address-pool: public } }
spec:
  type: LoadBalancer
  ipFamilyPolicy: RequireDualStack
  ports: [{ port: 80 }]
${everyPoolAdvertised}`

export default defineRule<Service>({
  id: 'metallb/pool-has-one-family',
  appliesTo: ['v1/Service'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['metallb', 'dual-stack'],
  what: 'A Service needs both families, and the pool that it names has one.',
  why: 'MetalLB gives a dual-stack Service an address of each family or none, so this one stays pending.',
  todo: 'Add a range of the other family to the pool.',
  docs: {
    bad: manifests(''),
    good: manifests(', "2001:db8::/120"'),
    see: ['https://metallb.io/usage/#ipv6-and-dual-stack-services']
  },

  check({ manifest, workspace, report }) {
    if (!isForMetallb(manifest)) return
    if (manifest.object.spec?.ipFamilyPolicy !== 'RequireDualStack') return
    const wanted = metallbAnnotation(manifest.object, 'address-pool')
    const named = pools(workspace).filter(({ name }) => name === wanted.text)
    const [pool, another] = named
    if (!pool || another) return
    const families = new Set(rangesOf(pool).map(({ range }) => range.family))
    const [only] = families
    if (families.size !== 1 || only === undefined) return
    report({
      at: wanted.at,
      part: 'value',
      message: `The pool ${pool.name ?? ''} has ${only} addresses only.`,
      related: [{ manifest: pool, at: ['spec', 'addresses'], message: 'Its addresses are here.' }]
    })
  }
})
