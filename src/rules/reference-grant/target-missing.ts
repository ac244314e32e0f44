import type { ReferenceGrant } from '../../model/gateway-kinds.ts'
import { defineRule } from '../define-rule.ts'
import { referenceGrantKeys } from '../shared/routes.ts'
import { slipOf } from '../shared/slip-of.ts'

export default defineRule<ReferenceGrant>({
  id: 'reference-grant/target-missing',
  appliesTo: referenceGrantKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['gateway-api', 'reference'],
  what: 'The grant names an object that is not here, while one with nearly the same name is.',
  why: 'A grant is for the object with exactly this name, so references to the other one stay forbidden.',
  todo: 'Write the name as it stands, or leave it away for all objects of the kind.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: orders, namespace: backend }
spec: { selector: { app: orders }, ports: [{ port: 80 }] }
---
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: edge, namespace: backend }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge }]
  to: [{ group: "", kind: Service, name: order }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: orders, namespace: backend }
spec: { selector: { app: orders }, ports: [{ port: 80 }] }
---
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: edge, namespace: backend }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge }]
  to: [{ group: "", kind: Service, name: orders }]
`,
    see: ['https://gateway-api.sigs.k8s.io/api-types/referencegrant/']
  },

  check({ manifest, workspace, report }) {
    if (manifest.partial || manifest.namespace === undefined) return
    for (const [i, { group, kind, name }] of (manifest.object.spec?.to ?? []).entries()) {
      if (group !== '' || name === undefined) continue
      const names = workspace
        .all(`v1/${kind}`)
        .filter(({ namespace }) => namespace === manifest.namespace)
        .map(one => one.name)
      const meant = names.includes(name) ? undefined : slipOf(name, names)
      if (meant === undefined) continue
      const at = ['spec', 'to', i, 'name']
      report({
        at,
        part: 'value',
        message: `There is no ${kind} ${name} here, but there is ${meant}.`,
        fixes: [
          {
            title: `Use ${meant}`,
            safe: false,
            preferred: true,
            change: edit => edit.set(at, meant)
          }
        ]
      })
    }
  }
})
