import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { advertisementKeys, everyPoolAdvertised, pools } from '../shared/metallb.ts'

const manifests = (namespace: string): string => `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: public, namespace: metallb-system }
spec: { addresses: [192.0.2.240-192.0.2.250] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: public, namespace: ${namespace} }
spec: { ipAddressPools: [public] }
${everyPoolAdvertised}`

export default defineRule({
  id: 'metallb/namespace-differs',
  appliesTo: advertisementKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['metallb', 'namespace'],
  what: 'A pool and its advertisement are in two namespaces.',
  why: 'MetalLB reads the objects of its own namespace only, so one of the two is ignored.',
  todo: 'Put both into the namespace that MetalLB runs in, `metallb-system` as a rule.',
  docs: {
    bad: manifests('default'),
    good: manifests('metallb-system'),
    see: ['https://metallb.io/configuration/']
  },

  check({ manifest, workspace, report }) {
    const { namespace } = manifest
    if (namespace === undefined) return
    for (const item of new Field(manifest.object).get('spec', 'ipAddressPools').items) {
      const named = pools(workspace).filter(pool => pool.name === item.text)
      const [pool] = named
      if (!pool || named.some(one => one.namespace === undefined || one.namespace === namespace))
        continue
      const there = pool.namespace ?? ''
      report({
        at: ['metadata', 'namespace'],
        part: 'value',
        message: `The pool ${pool.name ?? ''} is in ${there}, and this is in ${namespace}.`,
        related: [{ manifest: pool, at: ['metadata', 'namespace'], message: 'The pool is here.' }],
        fixes: [
          {
            title: `Move it to \`${there}\``,
            safe: false,
            preferred: true,
            change: edit => edit.set(['metadata', 'namespace'], there)
          }
        ]
      })
      return
    }
  }
})
