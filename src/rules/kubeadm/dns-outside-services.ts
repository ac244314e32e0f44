import { Field } from '../../base/field.ts'
import { cidrContains, parseIp } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import { rangesIn } from '../shared/cluster-ranges.ts'
import { clusterConfiguration, clusterConfigurationBeside } from '../shared/kubeadm.ts'

const files = (
  dns: string
): string => `${clusterConfiguration('  serviceSubnet: 10.96.0.0/16\n')}---
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
clusterDNS: [${dns}]
`

export default defineRule({
  id: 'kubeadm/dns-outside-services',
  appliesTo: ['kubelet.config.k8s.io/v1beta1/KubeletConfiguration'],
  scope: 'workspace',
  severity: 'warning',
  tags: ['kubeadm', 'dns'],
  what: 'Pods are told of a DNS server that is no Service of this cluster.',
  why: 'kubeadm gives the DNS Service the tenth address of the range of Services. An address outside of it is answered by nobody in the cluster, so no name is found.',
  todo: 'Take `clusterDNS` away, or write the tenth address of `serviceSubnet`.',
  docs: {
    bad: files('10.0.0.10'),
    good: files('10.96.0.10'),
    see: ['https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/']
  },

  check({ manifest, workspace, report }) {
    const cluster = clusterConfigurationBeside(workspace, manifest)
    if (!cluster) return
    const ranges = rangesIn(new Field(cluster.object).get('networking', 'serviceSubnet'))
    if (ranges.length === 0 || ranges.some(({ cidr }) => !cidr)) return
    for (const item of new Field(manifest.object).get('clusterDNS').items) {
      const ip = parseIp(item.text ?? '')
      // A server on the node itself answers at an address of the link.
      if (!ip || /^169\.254\.|^fe80:|^fd00:ec2:/i.test(item.text ?? '')) continue
      if (ranges.some(({ cidr }) => cidr && cidrContains(cidr, ip))) continue
      report({
        at: item.at,
        part: 'value',
        message: `${item.text ?? ''} is not in ${ranges.map(({ text }) => text).join(', ')}.`,
        related: [
          {
            manifest: cluster,
            at: ['networking', 'serviceSubnet'],
            message: 'The range of Services.'
          }
        ]
      })
    }
  }
})
