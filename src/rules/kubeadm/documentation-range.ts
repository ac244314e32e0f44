import { Field } from '../../base/field.ts'
import { cidrsOverlap, parseCidr } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import { atRange, rangesIn } from '../shared/cluster-ranges.ts'
import { clusterConfiguration, kubeadmKeys } from '../shared/kubeadm.ts'

const documentation = parseCidr('2001:db8::/32')

export default defineRule({
  id: 'kubeadm/documentation-range',
  appliesTo: [
    ...kubeadmKeys('ClusterConfiguration'),
    'kind.x-k8s.io/v1alpha4/Cluster',
    'config.k3s.io/v1/Configuration',
    'projectcalico.org/v3/IPPool',
    'metallb.io/v1beta1/IPAddressPool'
  ],
  scope: 'manifest',
  severity: 'hint',
  optIn: true,
  tags: ['address', 'ipv6', 'dual-stack'],
  what: 'A cluster gets addresses that are for documentation.',
  why: 'The range 2001:db8::/32 is what examples are written with; routers drop it, and nobody owns it, so two networks that meet may both have it.',
  todo: 'Take a random range of your own from fd00::/8.',
  docs: {
    bad: clusterConfiguration(
      '  podSubnet: 2001:db8:42::/56\n  serviceSubnet: 2001:db8:43::/112\n'
    ),
    good: clusterConfiguration(
      '  podSubnet: fd37:5a1c:42::/56\n  serviceSubnet: fd37:5a1c:43::/112\n'
    ),
    see: ['https://www.rfc-editor.org/rfc/rfc3849', 'https://www.rfc-editor.org/rfc/rfc4193']
  },
  labs: ['ipv6', 'ipv6-by-distribution'],

  check({ manifest, report }) {
    const root = new Field(manifest.object)
    const fields = [
      root.get('networking', 'podSubnet'),
      root.get('networking', 'serviceSubnet'),
      root.get('cluster-cidr'),
      root.get('service-cidr'),
      root.get('spec', 'cidr'),
      ...root.get('spec', 'addresses').items
    ]
    for (const range of fields.flatMap(rangesIn))
      if (range.cidr && documentation && cidrsOverlap(range.cidr, documentation))
        report({ ...atRange(range), message: `${range.text} is a range for documentation.` })
  }
})
