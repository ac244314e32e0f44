import { defineRule } from '../define-rule.ts'
import { annotationOnWorkload, deploymentWith } from '../shared/annotation-on-workload.ts'
import { networksAnnotation, podMakerKeys } from '../shared/multus.ts'

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
    bad: deploymentWith('  annotations: { k8s.v1.cni.cncf.io/networks: lab-net }\n', ''),
    good: deploymentWith('', '      annotations: { k8s.v1.cni.cncf.io/networks: lab-net }\n'),
    see: ['https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md']
  },

  check({ manifest, report }) {
    for (const found of annotationOnWorkload(manifest, networksAnnotation)) report(found)
  }
})
