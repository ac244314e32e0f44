import { Field } from '../../base/field.ts'
import { requiredValuesOf } from '../../model/calico-selector-values.ts'
import type { KubeObject } from '../../model/object.ts'
import { defineRule } from '../define-rule.ts'
import { calicoPolicy, calicoPolicyKeys, calicoRules } from '../shared/calico.ts'
import { workspacePods } from '../shared/workspace-pods.ts'
import type { WorkspaceView } from '../workspace-view.ts'

const manifests = (key: string): string => `apiVersion: v1
kind: Namespace
metadata: { name: guests, labels: { trust: low } }
---
${calicoPolicy(`  selector: app == 'web'
  types: [Ingress]
  ingress:
    - action: Deny
      source: { ${key}: trust == 'low' }
`)}`

export default defineRule({
  id: 'calico/namespace-label-in-selector',
  appliesTo: calicoPolicyKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['calico', 'policy', 'selector', 'namespace'],
  what: 'A selector of Pods asks for a label that only a namespace has.',
  why: 'The field `selector` looks at the labels of Pods. Those of a namespace are asked for by `namespaceSelector`; a NetworkPolicy without one looks into its own namespace only.',
  todo: 'Write the label under `namespaceSelector`.',
  docs: {
    bad: manifests('selector'),
    good: manifests('namespaceSelector'),
    see: ['https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#entityrule']
  },

  check({ manifest, workspace, report }) {
    if (manifest.partial) return
    for (const { rule } of calicoRules(manifest.object))
      for (const side of ['source', 'destination']) {
        const selector = rule.get(side, 'selector')
        const asked = [...(requiredValuesOf(selector.text ?? '') ?? [])]
        const [only, another] = asked
        if (!only || another || rule.get(side, 'namespaceSelector').isThere) continue
        const [key, values] = only
        const { pods, namespaces } = workspace.derive(labelsHere)
        const namespace = [...values].map(value => namespaces.get(`${key}=${value}`)).find(Boolean)
        if (namespace === undefined || pods.has(key)) continue
        report({
          at: selector.at,
          part: 'entry',
          message: `No Pod here has a label ${key}, and namespace ${namespace} has it.`,
          fixes: [
            {
              title: 'Make it a namespaceSelector',
              safe: false,
              preferred: true,
              change: edit => edit.renameKey(selector.at, 'namespaceSelector')
            }
          ]
        })
      }
  }
})

/** Keys of labels of Pods, and labels of namespaces with one that has it. */
function labelsHere(workspace: WorkspaceView): {
  readonly pods: ReadonlySet<string>
  readonly namespaces: ReadonlyMap<string, string>
} {
  return {
    pods: new Set(workspace.derive(workspacePods).flatMap(pod => Object.keys(pod.labels))),
    namespaces: new Map(
      workspace
        .all('v1/Namespace')
        .flatMap(({ object, name = '' }) =>
          Object.entries(labelsOf(object)).map(([key, value]) => [`${key}=${value}`, name] as const)
        )
    )
  }
}

function labelsOf(object: KubeObject): Readonly<Record<string, string>> {
  return new Field(object).get('metadata', 'labels').labels
}
