import type { ReferenceGrant } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { referenceGrantKeys } from '../shared/routes.ts'

export default defineRule<ReferenceGrant>({
  id: 'reference-grant/too-wide',
  appliesTo: referenceGrantKeys,
  scope: 'manifest',
  optIn: true,
  severity: 'hint',
  tags: ['gateway-api', 'reference', 'security'],
  what: 'The grant is for every object of a kind in the namespace.',
  why: 'Without a name it also allows what is created later, such as Secrets that nobody thought of.',
  todo: 'Name the object.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: edge, namespace: backend }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: Gateway, namespace: edge }]
  to: [{ group: "", kind: Secret }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: edge, namespace: backend }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: Gateway, namespace: edge }]
  to: [{ group: "", kind: Secret, name: shop-tls }]
`,
    see: ['https://gateway-api.sigs.k8s.io/api-types/referencegrant/']
  },

  check({ manifest, report }) {
    for (const [i, { kind, name }] of (manifest.object.spec?.to ?? []).entries()) {
      if (name !== undefined && name !== '') continue
      report({
        at: ['spec', 'to', i],
        part: 'value',
        message: `The grant is for every ${kind} of the namespace.`
      })
    }
  }
})
