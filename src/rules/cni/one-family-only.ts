import { parseCidr } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import { cniFileKeys, pluginsOf } from '../shared/cni-file.ts'
import { clusterConfiguration } from '../shared/kubeadm.ts'
import { clusterRangesBeside } from '../shared/known-ranges.ts'

const files = (
  ranges: string
): string => `${clusterConfiguration('  podSubnet: 10.244.0.0/16,fd00:10:244::/56\n  serviceSubnet: 10.96.0.0/12,fd00:10:96::/112\n')}---
cniVersion: 1.0.0
name: lab
plugins:
  - { type: bridge, ipam: { type: host-local, ranges: ${ranges} } }
`

export default defineRule({
  id: 'cni/one-family-only',
  appliesTo: cniFileKeys,
  scope: 'workspace',
  severity: 'hint',
  tags: ['cni', 'dual-stack', 'address'],
  what: 'The cluster has two address families, and the network gives its Pods one.',
  why: 'A Pod without an address of a family is no endpoint of a Service for that family.',
  todo: 'Add a second set of ranges.',
  docs: {
    bad: files('[[{ subnet: 10.244.1.0/24 }]]'),
    good: files('[[{ subnet: 10.244.1.0/24 }], [{ subnet: "fd00:10:244:1::/64" }]]'),
    see: ['https://www.cni.dev/plugins/current/ipam/host-local/']
  },
  labs: ['cni-plugin-and-ebpf', 'ipv6-by-distribution'],

  check({ manifest, workspace, report }) {
    const pods = clusterRangesBeside(workspace, manifest).filter(one => one.of === 'Pods')
    const families = new Set(pods.flatMap(({ range }) => range.cidr?.family ?? []))
    const [pod] = pods
    if (!pod || families.size < 2) return
    for (const plugin of pluginsOf(manifest)) {
      const ipam = plugin.get('ipam')
      if (ipam.get('type').text !== 'host-local') continue
      const sets = ipam.get('ranges').items.flatMap(set => set.items)
      const own = new Set(
        [ipam, ...sets].flatMap(one => parseCidr(one.get('subnet').text ?? '')?.family ?? [])
      )
      const [family] = own
      if (family !== undefined && own.size === 1)
        report({
          at: ipam.at,
          part: 'key',
          message: `Pods get ${family} addresses alone.`,
          related: [
            { manifest: pod.manifest, at: pod.range.field.at, message: 'The cluster has both.' }
          ]
        })
    }
  }
})
