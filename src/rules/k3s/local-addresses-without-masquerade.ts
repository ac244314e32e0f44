import { Field } from '../../base/field.ts'
import { cidrCovers, parseCidr } from '../../model/cidr.ts'
import { defineRule } from '../define-rule.ts'
import { rangesIn } from '../shared/cluster-ranges.ts'
import { k3sKeys } from '../shared/k3s.ts'

const uniqueLocal = parseCidr('fc00::/7')

export default defineRule({
  id: 'k3s/local-addresses-without-masquerade',
  appliesTo: k3sKeys,
  scope: 'manifest',
  severity: 'hint',
  tags: ['k3s', 'dual-stack', 'egress'],
  what: 'Pods have IPv6 addresses that nobody outside answers to.',
  why: 'Addresses from fc00::/7 are not routed on the Internet. Without `flannel-ipv6-masq` packets leave with them, and no reply finds its way back.',
  todo: 'Set `flannel-ipv6-masq: true`, unless a router outside translates them.',
  docs: {
    bad: `cluster-cidr: 10.42.0.0/16,fd00:42::/56
service-cidr: 10.43.0.0/16,fd00:43::/112
`,
    good: `cluster-cidr: 10.42.0.0/16,fd00:42::/56
service-cidr: 10.43.0.0/16,fd00:43::/112
flannel-ipv6-masq: true
`,
    see: ['https://docs.k3s.io/networking/basic-network-options#dual-stack-ipv4--ipv6-networking']
  },

  check({ manifest, report }) {
    const root = new Field(manifest.object)
    if (root.get('flannel-ipv6-masq').value === true) return
    // Another network does its own translation.
    if (root.get('flannel-backend').text === 'none') return
    const field = root.get('cluster-cidr')
    const own = rangesIn(field).find(
      ({ cidr }) => cidr && uniqueLocal && cidr.family === 'IPv6' && cidrCovers(uniqueLocal, cidr)
    )
    if (!own) return
    report({
      at: field.at,
      part: 'value',
      message: `From ${own.text} Pods reach nothing outside of the cluster over IPv6.`,
      fixes: [
        {
          title: 'Set `flannel-ipv6-masq: true`',
          safe: false,
          preferred: true,
          change: edit => edit.set(['flannel-ipv6-masq'], true)
        }
      ]
    })
  }
})
