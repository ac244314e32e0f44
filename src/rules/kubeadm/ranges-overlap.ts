import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { podsLikeServices } from '../shared/cluster-ranges.ts'
import { clusterConfiguration, kubeadmKeys } from '../shared/kubeadm.ts'

export default defineRule({
  id: 'kubeadm/ranges-overlap',
  appliesTo: kubeadmKeys('ClusterConfiguration'),
  scope: 'manifest',
  severity: 'warning',
  tags: ['kubeadm', 'address'],
  what: 'Pods and Services are to have the same addresses.',
  why: 'An address of a Service is translated on the node wherever it comes from, so Pods with such an address cannot be reached.',
  todo: 'Take ranges for Pods and Services that have nothing in common, and nothing with the network of the nodes.',
  docs: {
    bad: clusterConfiguration('  podSubnet: 10.0.0.0/8\n  serviceSubnet: 10.96.0.0/12\n'),
    good: clusterConfiguration('  podSubnet: 10.244.0.0/16\n  serviceSubnet: 10.96.0.0/12\n'),
    see: ['https://kubernetes.io/docs/concepts/cluster-administration/networking/']
  },

  check({ manifest, report }) {
    for (const found of podsLikeServices(new Field(manifest.object).get('networking')))
      report(found)
  }
})
