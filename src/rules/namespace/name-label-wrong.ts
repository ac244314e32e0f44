import { namespaceNameLabel, type Namespace } from '../../model/kinds.ts'
import { defineRule } from '../define-rule.ts'

export default defineRule<Namespace>({
  id: 'namespace/name-label-wrong',
  appliesTo: ['v1/Namespace'],
  scope: 'manifest',
  severity: 'warning',
  tags: ['namespace', 'selector'],
  what: 'The label with the name of the namespace has another value.',
  why: 'The API server keeps kubernetes.io/metadata.name itself and always puts the name of the namespace into it. Policies that select by the other value fit no namespace.',
  todo: 'Remove the label; it is put there anyway.',
  docs: {
    bad: `apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { kubernetes.io/metadata.name: store } }
`,
    good: `apiVersion: v1
kind: Namespace
metadata: { name: shop }
`,
    see: [
      'https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#automatic-labelling'
    ]
  },

  check({ manifest, report }) {
    const value = manifest.object.metadata.labels?.[namespaceNameLabel]
    const { name } = manifest
    if (value === undefined || name === undefined || value === name) return
    const at = ['metadata', 'labels', namespaceNameLabel]
    report({
      at,
      part: 'value',
      message: `The API server makes ${name} of ${value}.`,
      fixes: [
        {
          title: `Use ${name}`,
          safe: true,
          preferred: true,
          change: edit => edit.set(at, name)
        }
      ]
    })
  }
})
