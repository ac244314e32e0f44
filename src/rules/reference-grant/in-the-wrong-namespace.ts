import type { ReferenceGrant } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { referenceGrantKeys } from '../shared/routes.ts'

export default defineRule<ReferenceGrant>({
  id: 'reference-grant/in-the-wrong-namespace',
  appliesTo: referenceGrantKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['gateway-api', 'reference', 'namespace'],
  what: 'The grant allows its own namespace what needs no grant.',
  why: 'A ReferenceGrant stands in the namespace of what is referred to, and names those that may refer to it. Inside one namespace every reference is allowed, so this one does nothing.',
  todo: 'Create it in the namespace of the Service or Secret, with the namespace of the route or Gateway in from.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: to-backend, namespace: edge }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge }]
  to: [{ group: "", kind: Service }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: from-edge, namespace: backend }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge }]
  to: [{ group: "", kind: Service }]
`,
    see: ['https://gateway-api.sigs.k8s.io/api-types/referencegrant/']
  },

  check({ manifest, report }) {
    const from = manifest.object.spec?.from ?? []
    if (manifest.namespace === undefined) return
    for (const [i, { namespace }] of from.entries()) {
      if (namespace !== manifest.namespace) continue
      report({
        at: ['spec', 'from', i, 'namespace'],
        part: 'value',
        message: `The grant is in namespace ${namespace} itself, which needs none.`
      })
    }
  }
})
