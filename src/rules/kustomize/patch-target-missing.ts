import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { kustomizationKeys, resourcesOf } from '../shared/kustomize.ts'
import { slipOf } from '../shared/slip-of.ts'

const manifests = (name: string): string => `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [web.yaml]
patches:
  - target: { kind: Service, name: ${name} }
    patch: '[{ "op": "replace", "path": "/spec/ports/0/port", "value": 8080 }]'
---
apiVersion: v1
kind: Service
metadata: { name: storefront, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`

export default defineRule({
  id: 'kustomize/patch-target-missing',
  appliesTo: kustomizationKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['kustomize', 'reference'],
  what: 'The target of a patch is not here, while one with nearly the same name is.',
  why: 'kustomize changes every object that fits the target. Where none does, it changes nothing and says nothing.',
  todo: 'Write the name as it stands in the resource, without the prefix that the kustomization adds.',
  docs: {
    bad: manifests('storefornt'),
    good: manifests('storefront'),
    see: ['https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/']
  },

  check({ manifest, workspace, report }) {
    const patches = new Field(manifest.object).get('patches').items
    if (patches.length === 0) return
    const own = resourcesOf(manifest, workspace)
    for (const patch of patches) {
      const [name, kind] = [patch.get('target', 'name'), patch.get('target', 'kind').text]
      // The name of a target is a pattern; only one that is a plain name is looked at.
      if (name.text === undefined || kind === undefined || !/^[\w-]+$/.test(name.text)) continue
      const names = own.filter(one => one.gvk.kind === kind).flatMap(one => one.name ?? [])
      const meant = names.includes(name.text) ? undefined : slipOf(name.text, names)
      if (meant === undefined) continue
      report({
        at: name.at,
        part: 'value',
        message: `There is no ${kind} ${name.text} here; there is ${meant}.`,
        fixes: [
          {
            title: `Set to \`${meant}\``,
            safe: false,
            preferred: true,
            change: edit => edit.set(name.at, meant)
          }
        ]
      })
    }
  }
})
