import { defineRule } from '../define-rule.ts'
import { annotationOnWorkload, deploymentWith } from '../shared/annotation-on-workload.ts'
import { podMakerKeys } from '../shared/multus.ts'

const annotation = 'linkerd.io/inject'

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
    bad: deploymentWith('  annotations: { linkerd.io/inject: enabled }\n', ''),
    good: deploymentWith('', '      annotations: { linkerd.io/inject: enabled }\n'),
    see: ['https://linkerd.io/2/features/proxy-injection/']
  },

  check({ manifest, report }) {
    for (const found of annotationOnWorkload(manifest, annotation)) report(found)
  }
})
