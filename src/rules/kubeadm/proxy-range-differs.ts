import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { atRange, rangeFaults, rangesIn } from '../shared/cluster-ranges.ts'
import { clusterConfiguration, clusterConfigurationBeside } from '../shared/kubeadm.ts'

const files = (range: string): string => `${clusterConfiguration('  podSubnet: 10.244.0.0/16\n')}---
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clusterCIDR: ${range}
`

export default defineRule({
  id: 'kubeadm/proxy-range-differs',
  appliesTo: ['kubeproxy.config.k8s.io/v1alpha1/KubeProxyConfiguration'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['kube-proxy', 'address'],
  what: 'kube-proxy is told of another range of Pods than the cluster has.',
  why: 'It takes packets from outside of that range for foreign ones and hides their source, so Pods and policies see the address of a node.',
  todo: 'Write the same range in both, or leave it away here: kubeadm fills it in.',
  docs: {
    bad: files('10.42.0.0/16'),
    good: files('10.244.0.0/16'),
    see: ['https://kubernetes.io/docs/reference/config-api/kube-proxy-config.v1alpha1/']
  },

  check({ manifest, workspace, report }) {
    const field = new Field(manifest.object).get('clusterCIDR')
    const own = rangesIn(field)
    for (const { range, message } of rangeFaults(own)) report({ ...atRange(range), message })
    const cluster = clusterConfigurationBeside(workspace, manifest)
    const pods = new Field(cluster?.object).get('networking', 'podSubnet')
    const [mine, theirs] = [own, rangesIn(pods)].map(ranges =>
      ranges.map(({ text }) => text).join(',')
    )
    if (!cluster || own.length === 0 || theirs === '' || mine === theirs) return
    report({
      at: field.at,
      part: 'value',
      message: `The Pods of the cluster are in ${theirs ?? ''}.`,
      related: [{ manifest: cluster, at: pods.at, message: 'Their range is here.' }],
      fixes: [
        {
          title: `Set to \`${theirs ?? ''}\``,
          safe: false,
          preferred: true,
          change: edit => edit.set(field.at, theirs)
        }
      ]
    })
  }
})
