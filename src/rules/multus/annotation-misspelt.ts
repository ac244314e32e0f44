import { Field } from '../../base/field.ts'
import { podTemplatePathOf } from '../../model/workloads.ts'
import { defineRule } from '../define-rule.ts'
import { networksAnnotation, podMakerKeys, podOnNetworks } from '../shared/multus.ts'

const wrong =
  /^(?:k8s\.v1\.cni\.cncf\.io\/network|k8s\.cni\.cncf\.io\/networks?|k8s\.v1\.cncf\.io\/networks?|kubernetes\.v1\.cni\.cncf\.io\/networks?|v1\.multus-cni\.io\/networks?)$/

export default defineRule({
  id: 'multus/annotation-misspelt',
  appliesTo: podMakerKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['multus'],
  what: 'The annotation for networks is written in a way that Multus does not know.',
  why: 'It is then an annotation like any other: the Pod starts with its first network and no other.',
  todo: 'Write `k8s.v1.cni.cncf.io/networks`.',
  docs: {
    bad: podOnNetworks('lab-net').replace('networks:', 'network:'),
    good: podOnNetworks('lab-net'),
    see: ['https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md']
  },

  check({ manifest, report }) {
    const template = podTemplatePathOf(manifest.object)
    if (!template) return
    const annotations = new Field(manifest.object).get(...template, 'metadata', 'annotations')
    for (const [key, field] of annotations.entries)
      if (wrong.test(key) && !annotations.get(networksAnnotation).isThere)
        report({
          at: field.at,
          message: `Multus reads ${networksAnnotation}.`,
          fixes: [
            {
              title: `Rename to \`${networksAnnotation}\``,
              safe: false,
              preferred: true,
              change: edit => edit.renameKey(field.at, networksAnnotation)
            }
          ]
        })
  }
})
