import { defineRule } from '../define-rule.ts'
import { networkRequestsOf, podMakerKeys, podOnNetworks } from '../shared/multus.ts'
import { rangeInText } from '../shared/text-range.ts'

export default defineRule({
  id: 'multus/interface-repeated',
  appliesTo: podMakerKeys,
  scope: 'manifest',
  severity: 'warning',
  tags: ['multus'],
  what: 'A Pod asks for an interface that it has already.',
  why: 'The second network cannot be attached under the name of the first, and `eth0` is the interface of the cluster network; the Pod stays in ContainerCreating.',
  todo: 'Give every network an interface of its own.',
  docs: {
    bad: podOnNetworks('lab-net@net1,storage@net1'),
    good: podOnNetworks('lab-net@net1,storage@net2'),
    see: ['https://github.com/k8snetworkplumbingwg/multus-cni/blob/master/docs/how-to-use.md']
  },

  check({ manifest, report }) {
    const networks = networkRequestsOf(manifest)
    if (!networks || networks.problem) return
    const { at, text } = networks
    const taken = new Set(['eth0', 'lo'])
    for (const { interface: face } of networks.requests) {
      if (face === undefined) continue
      if (taken.has(face)) {
        const start = text.lastIndexOf(face)
        report({
          at,
          part: 'value',
          range: place => rangeInText(place, at, text, { start, end: start + face.length }),
          message: `The Pod has an interface ${face} already.`
        })
      }
      taken.add(face)
    }
  }
})
