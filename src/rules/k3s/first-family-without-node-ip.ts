import { Field } from '../../base/field.ts'
import { defineRule } from '../define-rule.ts'
import { familiesOf, rangesIn } from '../shared/cluster-ranges.ts'
import { k3sKeys } from '../shared/k3s.ts'

const ranges = `cluster-cidr: fd00:42::/56,10.42.0.0/16
service-cidr: fd00:43::/112,10.43.0.0/16
flannel-ipv6-masq: true
`

export default defineRule({
  id: 'k3s/first-family-without-node-ip',
  appliesTo: k3sKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['k3s', 'dual-stack'],
  what: 'IPv6 comes first, and the node does not say its address.',
  why: 'Without `node-ip` the kubelet takes the IPv4 address of the node first, which does not go with Pods and Services that begin with IPv6.',
  todo: 'Set `node-ip` with the IPv6 address of the node first.',
  docs: {
    bad: ranges,
    good: `${ranges}node-ip: "2001:db8::20,192.0.2.20"\n`,
    see: ['https://docs.k3s.io/networking/basic-network-options#dual-stack-ipv4--ipv6-networking']
  },

  check({ manifest, report }) {
    const root = new Field(manifest.object)
    const field = root.get('cluster-cidr')
    const [first, second] = familiesOf(rangesIn(field))
    if (first !== 'IPv6' || second === undefined || root.get('node-ip').isThere) return
    report({
      at: field.at,
      part: 'value',
      message: 'Pods begin with IPv6, and there is no `node-ip`.'
    })
  }
})
