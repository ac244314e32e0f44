import { Field } from '../../base/field.ts'
import { widthOf } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import { atRange, rangeFaults, rangesIn } from '../shared/cluster-ranges.ts'
import { clusterConfiguration, extraArgument, kubeadmKeys } from '../shared/kubeadm.ts'

/** How many bits of a range of Services may be those of the Services. */
const mostServiceBits = 20

export default defineRule({
  id: 'kubeadm/range-invalid',
  appliesTo: kubeadmKeys('ClusterConfiguration'),
  scope: 'manifest',
  severity: 'error',
  tags: ['kubeadm', 'address'],
  what: 'kubeadm does not take a range of addresses.',
  why: 'kubeadm checks the ranges before it begins and stops. Pods get one range of each family at most, cut into one piece per node; a range of Services has 20 bits of its own at most.',
  todo: 'Write a range of each family once, with a comma between; a range of Services of /12 or longer for IPv4 and /108 or longer for IPv6.',
  docs: {
    bad: clusterConfiguration(
      '  podSubnet: 10.244.0.0/16,fd00:10:244::/56\n  serviceSubnet: 10.96.0.0/12,fd00:10:96::/64\n'
    ),
    good: clusterConfiguration(
      '  podSubnet: 10.244.0.0/16,fd00:10:244::/56\n  serviceSubnet: 10.96.0.0/12,fd00:10:96::/112\n'
    ),
    see: [
      'https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/dual-stack-support/'
    ]
  },

  check({ manifest, report }) {
    const root = new Field(manifest.object)
    const [pods, services] = ['podSubnet', 'serviceSubnet'].map(key =>
      rangesIn(root.get('networking', key))
    )
    for (const { range, message } of [...rangeFaults(pods ?? []), ...rangeFaults(services ?? [])])
      report({ ...atRange(range), message })
    for (const range of services ?? []) {
      if (!range.cidr) continue
      const least = widthOf(range.cidr.family) - mostServiceBits
      if (range.cidr.bits < least)
        report({
          ...atRange(range),
          message: `${range.text} is too large for Services: ${range.cidr.family} has to be a /${least} or smaller.`
        })
    }
    const manager = root.get('controllerManager')
    if (extraArgument(manager, 'allocate-node-cidrs')?.text === 'false') return
    for (const range of pods ?? []) {
      if (!range.cidr) continue
      const { family, bits } = range.cidr
      const written = extraArgument(manager, `node-cidr-mask-size-${family.toLowerCase()}`)?.text
      const mask = Number(written ?? (family === 'IPv4' ? 24 : 64))
      const message =
        bits > mask
          ? `${range.text} is smaller than the /${mask} that every node gets.`
          : mask - bits > 16
            ? `From ${range.text} to the /${mask} of a node are more than 16 bits.`
            : undefined
      if (message !== undefined) report({ ...atRange(range), message })
    }
  }
})
