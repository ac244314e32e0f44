import { Field } from '../../base/field.ts'
import { podTemplatePathOf } from '../../model/workloads.ts'
import { defineRule } from '../define-rule.ts'
import { networksAnnotation, podMakerKeys } from '../shared/multus.ts'

const deployment = (own: string, template: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
${own}spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata:
      labels: { app: web }
${template}    spec: { containers: [{ name: web, image: "registry.example/web:1.0" }] }
`

export default defineRule({
  id: 'multus/annotation-on-workload',
  appliesTo: podMakerKeys.filter(key => key !== 'v1/Pod'),
  scope: 'manifest',
  severity: 'warning',
  tags: ['multus', 'workload'],
  what: 'The networks stand at the workload instead of at its Pods.',
  why: 'Multus reads the annotation of Pods, which get those of the template only, so the Pods have their first network and no other.',
  todo: 'Move the annotation into the metadata of the Pod template.',
  docs: {
    bad: deployment('  annotations: { k8s.v1.cni.cncf.io/networks: lab-net }\n', ''),
    good: deployment('', '      annotations: { k8s.v1.cni.cncf.io/networks: lab-net }\n'),
    see: ['https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md']
  },

  check({ manifest, report }) {
    const template = podTemplatePathOf(manifest.object)
    const own = new Field(manifest.object).get('metadata', 'annotations', networksAnnotation)
    if (!template || template.length === 0 || own.text === undefined) return
    const there = [...template, 'metadata', 'annotations', networksAnnotation]
    if (new Field(manifest.object).get(...there).isThere) return
    report({
      at: own.at,
      message: `The Pods of ${manifest.name ?? 'the workload'} do not get this annotation.`,
      fixes: [
        {
          title: 'Write it in the Pod template, too',
          safe: false,
          preferred: true,
          change: edit => edit.set(there, own.text)
        }
      ]
    })
  }
})
