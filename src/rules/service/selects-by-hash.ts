import type { Service } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'
import { rolloutLabels } from '../shared/rollout-labels.ts'

export default defineRule<Service>({
  id: 'service/selects-by-hash',
  appliesTo: ['v1/Service'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['service', 'selector'],
  what: 'The selector asks for a label that changes with every rollout.',
  why: 'pod-template-hash and controller-revision-hash are put on Pods by their controllers and get another value as soon as the template changes. After the next rollout the Service has no endpoint any more.',
  todo: 'Select by the labels that the template itself carries.',
  docs: {
    bad: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  selector: { app: shop, pod-template-hash: 5d4f8c7b9 }
  ports: [{ port: 80 }]
`,
    good: `apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  selector: { app: shop }
  ports: [{ port: 80 }]
`,
    see: [
      'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#pod-template-hash-label'
    ]
  },

  check({ manifest, report }) {
    const { selector = {} } = manifest.object.spec ?? {}
    const keys = Object.keys(selector)
    for (const key of keys.filter(one => rolloutLabels.has(one)))
      report({
        at: ['spec', 'selector', key],
        part: 'entry',
        message: `The value of ${key} changes with the next rollout.`,
        fixes:
          keys.length > 1
            ? [
                {
                  title: `Remove ${key} from the selector`,
                  safe: false,
                  preferred: true,
                  change: edit => edit.remove(['spec', 'selector', key])
                }
              ]
            : []
      })
  }
})
