import type { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import type { ManifestEditor } from '../manifest-editor.ts'
import type { Report } from '../report.ts'
import { ciliumEntries, ciliumPolicy, ciliumPolicyKeys, ciliumSpecs } from '../shared/cilium.ts'

const from = (key: string): string =>
  ciliumPolicy(`  ingress:
    - fromEndpoints: [{ matchLabels: { ${key}: blog } }]
`)

const wrong = 'kubernetes.io/metadata.name'
const right = 'k8s:io.kubernetes.pod.namespace'

export default defineRule({
  id: 'cilium/namespace-label',
  appliesTo: ciliumPolicyKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['cilium', 'namespace', 'selector'],
  what: 'A namespace is selected by a label that no Pod has.',
  why: 'The selectors of Cilium look at Pods. `kubernetes.io/metadata.name` is a label of namespaces, so it matches nobody; the name of its namespace a Pod has as `io.kubernetes.pod.namespace`.',
  todo: 'Write `k8s:io.kubernetes.pod.namespace`, and for other labels of namespaces `k8s:io.cilium.k8s.namespace.labels.<key>`.',
  docs: {
    bad: from(wrong),
    good: from(right),
    see: ['https://docs.cilium.io/en/stable/security/policy/kubernetes/#namespaces']
  },

  check({ manifest, report }) {
    for (const spec of ciliumSpecs(manifest.object)) {
      const peers = ciliumEntries(spec).flatMap(({ entry }) =>
        ['fromEndpoints', 'toEndpoints'].flatMap(key => entry.get(key).items)
      )
      for (const selector of [spec.get('endpointSelector'), ...peers])
        for (const label of keysIn(selector))
          report({ ...label, message: `No Pod has the label ${wrong}.` })
    }
  }
})

function keysIn(selector: Field): readonly Pick<Report, 'at' | 'part' | 'fixes'>[] {
  const labels = selector
    .get('matchLabels')
    .entries.filter(([key]) => isWrong(key))
    .map(([, field]) => ({
      at: field.at,
      fixes: [
        {
          title: `Select by \`${right}\``,
          safe: false,
          preferred: true,
          change: (edit: ManifestEditor) => edit.renameKey(field.at, right)
        }
      ]
    }))
  const expressions = selector
    .get('matchExpressions')
    .items.map(item => item.get('key'))
    .filter(key => isWrong(key.text ?? ''))
    .map(key => ({
      at: key.at,
      part: 'value' as const,
      fixes: [
        {
          title: `Select by \`${right}\``,
          safe: false,
          preferred: true,
          change: (edit: ManifestEditor) => edit.set(key.at, right)
        }
      ]
    }))
  return [...labels, ...expressions]
}

function isWrong(key: string): boolean {
  return key.replace(/^(?:k8s|any)[:.]/, '') === wrong
}
