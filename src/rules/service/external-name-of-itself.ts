import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<Service>({
  id: 'service/external-name-of-itself',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['service', 'dns'],
  what: 'The external name is the name of the Service itself.',
  why: 'The name in DNS points to itself, so a client that asks for it follows the CNAME in a circle and gets no address.',
  todo: 'Name the other Service or the host that is meant.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec:
  type: ExternalName
  externalName: db.shop.svc.cluster.local
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec:
  type: ExternalName
  externalName: db.prod.svc.cluster.local
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/service/#externalname']
  },

  check({ manifest, report }) {
    const { type, externalName } = manifest.object.spec ?? {}
    const { name, namespace } = manifest
    if (type !== 'ExternalName' || externalName === undefined) return
    if (name === undefined || namespace === undefined) return
    if (!externalName.startsWith(`${name}.${namespace}.svc.`)) return
    report({
      at: ['spec', 'externalName'],
      part: 'value',
      message: `${externalName} is the name of this Service, which then points to itself.`
    })
  }
})
