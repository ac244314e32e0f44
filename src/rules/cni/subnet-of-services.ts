import { cidrsOverlap, parseCidr } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import { cniFileKeys, pluginsOf } from '../shared/cni-file.ts'
import { clusterConfiguration } from '../shared/kubeadm.ts'
import { clusterRangesBeside } from '../shared/known-ranges.ts'

const files = (
  subnet: string
): string => `${clusterConfiguration('  podSubnet: 10.244.0.0/16\n  serviceSubnet: 10.96.0.0/12\n')}---
cniVersion: 1.0.0
name: lab
plugins:
  - { type: bridge, ipam: { type: host-local, subnet: ${subnet} } }
`

export default defineRule({
  id: 'cni/subnet-of-services',
  appliesTo: cniFileKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['cni', 'address'],
  what: 'Pods get addresses that the cluster gives to Services.',
  why: 'The node translates such an address as that of a Service, so a Pod that has it is not reached.',
  todo: 'Take a subnet of the range of the Pods.',
  docs: {
    bad: files('10.96.8.0/24'),
    good: files('10.244.8.0/24'),
    see: ['https://www.cni.dev/plugins/current/ipam/host-local/']
  },
  labs: ['cni-plugin-and-ebpf'],

  check({ manifest, workspace, report }) {
    const services = clusterRangesBeside(workspace, manifest).filter(one => one.of === 'Services')
    for (const plugin of pluginsOf(manifest)) {
      const ipam = plugin.get('ipam')
      const sets = ipam.get('ranges').items.flatMap(set => set.items)
      for (const { text, at } of [ipam, ...sets].map(one => one.get('subnet'))) {
        const cidr = parseCidr(text ?? '')
        const known = services.find(
          ({ range }) => cidr && range.cidr && cidrsOverlap(range.cidr, cidr)
        )
        if (known)
          report({
            at,
            part: 'value',
            message: `${text ?? ''} is in common with ${known.range.text} of the Services.`,
            related: [
              { manifest: known.manifest, at: known.range.field.at, message: 'It is given here.' }
            ]
          })
      }
    }
  }
})
