import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<Service>({
  id: 'service/external-name-with-selector',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['service', 'dns', 'selector'],
  what: 'A Service of type ExternalName has a selector.',
  why: 'An ExternalName Service is a CNAME record and nothing else: no Pod is selected and no endpoint is made, so the selector does nothing.',
  todo: 'Remove the selector, or the type and the externalName if Pods of this cluster are meant.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: db }
spec:
  type: ExternalName
  externalName: db.example.com
  selector: { app: db }
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: db }
spec:
  type: ExternalName
  externalName: db.example.com
`,
    see: ['https://kubernetes.io/docs/concepts/services-networking/service/#externalname']
  },

  check({ manifest, report }) {
    const { type, selector } = manifest.object.spec ?? {}
    if (manifest.partial || type !== 'ExternalName') return
    if (Object.keys(selector ?? {}).length === 0) return
    report({
      at: ['spec', 'selector'],
      part: 'key',
      message: 'The selector does nothing: a Service of type ExternalName is only a name in DNS.',
      fixes: [
        {
          title: 'Remove the selector',
          safe: true,
          preferred: true,
          change: edit => edit.remove(['spec', 'selector'])
        }
      ]
    })
  }
})
