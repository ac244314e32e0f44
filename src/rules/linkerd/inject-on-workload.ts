import { Field } from '../../base/field.ts'
import { podTemplatePathOf } from '../../model/workloads.ts'
import { defineRule } from '../define-rule.ts'
import { podMakerKeys } from '../shared/multus.ts'

const annotation = 'linkerd.io/inject'

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
  id: 'linkerd/inject-on-workload',
  appliesTo: podMakerKeys.filter(key => key !== 'v1/Pod'),
  scope: 'manifest',
  severity: 'warning',
  tags: ['linkerd', 'injection'],
  what: 'Injection is asked for at the workload instead of at its Pods.',
  why: 'Linkerd reads the annotation of Pods and of their namespace. Those of a workload do not reach its Pods, so they get no proxy.',
  todo: 'Move the annotation into the metadata of the Pod template, or to the namespace.',
  docs: {
    bad: deployment('  annotations: { linkerd.io/inject: enabled }\n', ''),
    good: deployment('', '      annotations: { linkerd.io/inject: enabled }\n'),
    see: ['https://linkerd.io/2/features/proxy-injection/']
  },

  check({ manifest, report }) {
    const template = podTemplatePathOf(manifest.object)
    const own = new Field(manifest.object).get('metadata', 'annotations', annotation)
    if (!template || template.length === 0 || own.text === undefined) return
    const there = [...template, 'metadata', 'annotations', annotation]
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
