import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'

const service = (prefix: string): string => `apiVersion: v1
kind: Service
metadata:
  name: web
  annotations:
    ${prefix}/address-pool: public
spec:
  type: LoadBalancer
  ports: [{ port: 80 }]
`

const old = 'metallb.universe.tf/'

export default defineRule({
  id: 'metallb/old-annotation-prefix',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  severity: 'hint',
  tags: ['metallb', 'deprecated'],
  what: 'An annotation for MetalLB has its old prefix.',
  why: 'MetalLB still reads annotations that begin with metallb.universe.tf, but has deprecated them since version 0.14.9.',
  todo: 'Begin the annotation with `metallb.io/`.',
  docs: {
    bad: service('metallb.universe.tf'),
    good: service('metallb.io'),
    see: ['https://metallb.io/release-notes/#version-0-14-9']
  },

  check({ manifest, report }) {
    for (const [key, annotation] of new Field(manifest.object).get('metadata', 'annotations')
      .entries) {
      if (!key.startsWith(old)) continue
      const renamed = `metallb.io/${key.slice(old.length)}`
      report({
        at: annotation.at,
        message: `The annotation is called ${renamed} now.`,
        fixes: [
          {
            title: `Rename to \`${renamed}\``,
            safe: false,
            preferred: true,
            change: edit => edit.renameKey(annotation.at, renamed)
          }
        ]
      })
    }
  }
})
