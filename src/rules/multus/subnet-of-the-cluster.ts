import { cidrsOverlap, parseCidr } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import { describeManifest } from '../manifest.ts'
import { clusterConfiguration } from '../shared/kubeadm.ts'
import { clusterRangesBeside } from '../shared/known-ranges.ts'
import { attachment, attachmentKeys, inConfig, networkConfigOf } from '../shared/multus.ts'

const cluster = clusterConfiguration('  podSubnet: 10.244.0.0/16\n  serviceSubnet: 10.96.0.0/12\n')

const network = (subnet: string): string =>
  attachment(
    `{ "cniVersion": "1.0.0", "type": "bridge", "ipam": { "type": "host-local", "subnet": "${subnet}" } }`
  )

export default defineRule({
  id: 'multus/subnet-of-the-cluster',
  appliesTo: attachmentKeys,
  scope: 'workspace',
  severity: 'warning',
  tags: ['multus', 'cni', 'address'],
  what: 'A further network has addresses that the cluster uses for Pods or Services.',
  why: 'A Pod on the network takes the whole subnet for its neighbours, so it reaches neither Pods nor Services with such an address.',
  todo: 'Take a subnet that the cluster does not use.',
  docs: {
    bad: `${cluster}---\n${network('10.244.7.0/24')}`,
    good: `${cluster}---\n${network('192.0.2.0/24')}`,
    see: ['https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md']
  },

  check({ manifest, workspace, report }) {
    const config = networkConfigOf(manifest)
    for (const plugin of config?.plugins ?? []) {
      const ipam = plugin.get('ipam')
      const sets = ipam.get('ranges').items.flatMap(set => set.items)
      for (const subnet of [ipam, ...sets].map(range => range.get('subnet'))) {
        const cidr = parseCidr(subnet.text ?? '')
        if (!config || !cidr) continue
        const known = clusterRangesBeside(workspace, manifest).find(
          ({ range }) => range.cidr && cidrsOverlap(range.cidr, cidr)
        )
        if (known)
          report({
            ...inConfig(config, subnet.at),
            message: `${subnet.text ?? ''} is in common with ${known.range.text} of the ${known.of} in ${describeManifest(known.manifest)}.`,
            related: [
              { manifest: known.manifest, at: known.range.field.at, message: 'It is given here.' }
            ]
          })
      }
    }
  }
})
