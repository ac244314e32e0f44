import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { clusterConfiguration, clusterConfigurationBeside } from '../shared/kubeadm.ts'
import { setTo } from '../shared/set-to.ts'

const files = (domain: string): string => `${clusterConfiguration('  dnsDomain: lab.internal\n')}---
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
clusterDomain: ${domain}
`

export default defineRule({
  id: 'kubeadm/domain-differs',
  appliesTo: ['kubelet.config.k8s.io/v1beta1/KubeletConfiguration'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['kubeadm', 'dns'],
  what: 'Pods complete names with another domain than the one of the cluster.',
  why: 'CoreDNS answers for `dnsDomain`. With another one in their search list Pods find no Service by a short name.',
  todo: 'Write one domain in both, or leave it away here.',
  docs: {
    bad: files('cluster.local'),
    good: files('lab.internal'),
    see: ['https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/']
  },

  check({ manifest, workspace, report }) {
    const domain = new Field(manifest.object).get('clusterDomain')
    const cluster = clusterConfigurationBeside(workspace, manifest)
    const wanted = new Field(cluster?.object).get('networking', 'dnsDomain').text ?? 'cluster.local'
    if (!cluster || domain.text === undefined || domain.text === '' || domain.text === wanted)
      return
    report({
      at: domain.at,
      part: 'value',
      message: `The cluster has the domain ${wanted}.`,
      related: [{ manifest: cluster, at: ['networking'], message: 'It is given here.' }],
      fixes: setTo(domain.at, wanted)
    })
  }
})
