import type { ReferenceGrant } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { referenceGrantKeys } from '../shared/routes.ts'

/** Kinds of the core group to which grants are given. */
const coreKinds: ReadonlySet<string> = new Set(['Service', 'Secret', 'ConfigMap'])

export default defineRule<ReferenceGrant>({
  id: 'reference-grant/core-group-name',
  appliesTo: referenceGrantKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['gateway-api', 'reference'],
  what: 'The group of a kind is written with another name than it has.',
  why: 'The group of Service, Secret and ConfigMap is the empty text, and a group has no version. A grant with another group allows nothing, and nobody tells.',
  todo: 'Write `group: ""` for kinds of the core group, and a group without its version.',
  docs: {
    bad: `apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: edge, namespace: backend }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge }]
  to: [{ group: core, kind: Service }]
`,
    good: `apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: edge, namespace: backend }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge }]
  to: [{ group: "", kind: Service }]
`,
    see: ['https://gateway-api.sigs.k8s.io/api-types/referencegrant/']
  },

  check({ manifest, report }) {
    for (const [i, { group, kind }] of (manifest.object.spec?.to ?? []).entries()) {
      if (typeof group !== 'string' || !coreKinds.has(kind)) continue
      // A Service of another group, such as that of Knative, is another kind.
      if (!['core', 'v1', 'api', 'kubernetes', 'k8s.io'].includes(group)) continue
      const at = ['spec', 'to', i, 'group']
      report({
        at,
        part: 'value',
        message: `The group of ${kind} is the empty text, not ${group}.`,
        fixes: [
          {
            title: 'Write the empty text',
            safe: true,
            preferred: true,
            change: edit => edit.set(at, '')
          }
        ]
      })
    }
  }
})
